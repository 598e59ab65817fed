import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

/// What happens to a cluster, or to replicas on it, while an installation works.
enum ClusterFault: String, CaseIterable, Sendable {
    case leaderKilled, diskAlarm, nodeJoinsLate, standbyPaused, primaryKilled, servicesPaused

    /// Inflicts it and ends it; what has to go on meanwhile is waited for.
    func inflict(_ cluster: ClusterServers, _ load: inout Load, _ leads: Int, _ dice: inout Dice) async throws {
        switch self {
        case .leaderKilled: try await killLeader(cluster, load, &dice)
        case .diskAlarm: try await fillDisk(cluster, &load, leads)
        case .nodeJoinsLate: try await joinLate(cluster, load)
        case .standbyPaused: try await pauseStandby(cluster)
        case .primaryKilled: try await losePrimary(cluster, load)
        case .servicesPaused: try await pauseServices(load, &dice)
        }
    }

    private func killLeader(_ cluster: ClusterServers, _ load: Load, _ dice: inout Dice) async throws {
        let busy: [ServiceName] = [.enrichment, .scoring, .assignment]
        let queue = busy.randomElement(using: &dice)?.queue ?? ""
        var leader = ""
        try await eventually("the management knows who leads \(queue)", within: .seconds(60)) {
            leader = (try? await cluster.leader(of: queue, on: load.filon.vhost)) ?? ""
            return !leader.isEmpty
        }
        try await cluster.kill(leader)
        // Its queues have other leaders by now, and its connections are on other nodes.
        try await load.goesOn()
        if Scale.isFull { try await lasting(Scale.window) }
        try await cluster.up()
    }

    private func fillDisk(_ cluster: ClusterServers, _ load: inout Load, _ leads: Int) async throws {
        // An alarm of one node stops publishing on all.
        let node = ClusterServers.nodes[1]
        try await cluster.control(node, "set_disk_free_limit", "1000000GB")
        do {
            // Doors stay open: what is accepted waits in the outbox.
            try await load.submit(leads)
            let seen = load
            try await eventually("events wait for the broker") { try await seen.waiting() > 0 }
            try await lasting(Scale.isFull ? Scale.window : .seconds(1))
            #expect(try await load.waiting() > 0, "and go on waiting")
        } catch {
            try await cluster.control(node, "set_disk_free_limit", "256MB")
            throw error
        }
        try await cluster.control(node, "set_disk_free_limit", "256MB")
    }

    private func joinLate(_ cluster: ClusterServers, _ load: Load) async throws {
        let vhost = load.filon.vhost
        try await cluster.remove(ClusterServers.nodes[2])
        let said = try await cluster.up()
        #expect(said.contains("holds a copy of"), "it has to have been without: \(said)")
        try await eventually("every node has a copy of each queue") {
            try await cluster.incompleteQueues(of: vhost).isEmpty
        }
    }

    /// Commits wait, as they must.
    private func pauseStandby(_ cluster: ClusterServers) async throws {
        let standby = try await cluster.pause(try await cluster.standby())
        try? await Task.sleep(for: Scale.window)
        standby.resume()
    }

    private func losePrimary(_ cluster: ClusterServers, _ load: Load) async throws {
        let lost = try await cluster.primary()
        try await cluster.kill(lost)
        try await cluster.promote()
        try await load.goesOn()
        try await cluster.up()
        #expect(try await cluster.standby() == lost)
    }

    /// The second of each does the work of the first meanwhile, its jobs included.
    private func pauseServices(_ load: Load, _ dice: inout Dice) async throws {
        let services = ["enrichment", "scoring", "assignment", "notifier"].shuffled(using: &dice)
        let paused = ["enrichment"] + services.filter { $0 != "enrichment" }.prefix(2)
        let job = "enrichment.look-again"
        let filon = load.filon
        try await filon.double(services)
        for service in paused { try await filon.pause(service) }
        let moment = try await filon.sessions.transaction { tx in try TakeoverStore.now(in: tx) }
        let end = ContinuousClock.now + (Scale.isFull ? .seconds(60) : .seconds(8))
        do {
            try await eventually("another has taken \(job) over", within: Scale.recovery) {
                try await filon.sessions.transaction { tx in try TakeoverStore.isKept(job, since: moment, in: tx) }
            }
            try await lasting(max(.zero, ContinuousClock.now.duration(to: end)))
        } catch {
            for service in paused { try? await filon.resume(service) }
            throw error
        }
        for service in paused { try await filon.resume(service) }
        try await load.goesOn()
    }
}

enum TakeoverStore {
    static func now(in tx: isolated PostgresSession) throws -> Date {
        try tx.query("SELECT now()").first?.value(0, as: Date.self) ?? Date()
    }

    /// Whether the lease of one of enrichment's jobs, which is for six seconds, was taken or renewed after `moment`.
    static func isKept(_ job: String, since moment: Date, in tx: isolated PostgresSession) throws -> Bool {
        try tx.query(
            "SELECT until > $2::timestamptz + interval '7 seconds' FROM enrichment.lease WHERE name = $1",
            job,
            moment
        ).first?.value(0, as: Bool.self) ?? false
    }
}
