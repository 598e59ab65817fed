import Contracts
import FaultSupport
import Foundation
import InstallationSupport
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import Synchronization
import TestSupport
import Testing

/// A door, a hop and an end, each with what the real services have: inbox, outbox, relay, queue. The door answers for
/// leads, the hop notes each and announces it, the end notes what it hears.
final class Flow: Sendable {
    let database: TestDatabase
    let vhost: TestVhost
    let admin: PostgresPool
    let door: FlowService
    private let acknowledged = Mutex<Set<String>>([])

    init() async throws {
        database = try await TestDatabase.make()
        vhost = try await TestVhost.make()
        admin = PostgresPool(PostgresConfig(url: database.url), size: 2)
        try await admin.withSession { try await FlowStore.create($0) }
        door = try FlowService(.ingest, HandlerRegistry(.ingest), on: database, vhost)
    }

    /// Makes a flow for `body` and judges it at the end: every accepted lead has each effect once and nothing is left.
    static func judged(
        location: SourceLocation = #_sourceLocation,
        _ body: (Flow) async throws -> Void
    ) async throws {
        let flow = try await Flow()
        do {
            try await flow.door.ready()
            try await body(flow)
            try await flow.judge(within: Scale.patience, location)
        } catch {
            await flow.end()
            throw error
        }
        await flow.end()
    }

    // MARK: Services

    func hop(
        policy: RetryPolicy = .quick,
        _ harm: @escaping @Sendable (Delivery<LeadRegistered>, isolated PostgresSession) throws -> Void = { _, _ in }
    ) async throws -> FlowService {
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(HopHandler(harm))
        let service = try FlowService(.scoring, handlers, on: database, vhost, policy: policy)
        try await service.ready()
        return service
    }

    func sink() async throws -> FlowService {
        var handlers = HandlerRegistry(.pipelineMonitor)
        handlers.hear(SinkHandler())
        let service = try FlowService(.pipelineMonitor, handlers, on: database, vhost)
        try await service.ready()
        return service
    }

    /// Runs `body` beside hop and end, and judges while they still run.
    static func running(
        location: SourceLocation = #_sourceLocation,
        harm: @escaping @Sendable (Delivery<LeadRegistered>, isolated PostgresSession) throws -> Void = { _, _ in },
        _ body: (Flow, _ hop: FlowService, _ sink: FlowService) async throws -> Void
    ) async throws {
        try await judged(location: location) { flow in
            let (sink, hop) = (try await flow.sink(), try await flow.hop(harm))
            do {
                try await body(flow, hop, sink)
                try await flow.judge(within: Scale.patience, location)
            } catch {
                await hop.stop()
                await sink.stop()
                throw error
            }
            await hop.stop()
            await sink.stop()
        }
    }

    // MARK: Leads

    /// Accepts `count` leads, a few at a time. A commit that fails accepts nothing for sure, and others follow it.
    /// - Parameters:
    ///   - pause: between two commits.
    ///   - names: company names, which tell the hop what to do; else plain.
    ///   - planted: whether these leads are expected to end as dead letters.
    func offer(
        _ count: Int,
        every pause: Duration = .zero,
        names: [String] = [],
        planted: Bool = false
    ) async throws {
        var offered = 0
        let end = ContinuousClock.now + Scale.patience
        while offered < count {
            let leads = (offered..<min(count, offered + 10)).map { index in
                Flow.lead(index < names.count ? names[index] : "plain")
            }
            do {
                try await door.messenger.commit { tx in
                    for lead in leads { try FlowStore.accept(lead.leadID.rawValue, planted: planted, in: tx) }
                    return ((), leads)
                }
                acknowledged.withLock { set in for lead in leads { set.insert("\(lead.leadID)") } }
                offered += leads.count
                try await Task.sleep(for: pause)
            } catch let error as PostgresError where error.isUnavailable && ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Accepts leads while `fault` happens, from well before to a while after; at least `Scale.leads`.
    /// - Parameter waiting: for the hop to be at work before the fault.
    func offering(waiting: Bool = true, while fault: () async throws -> Void) async throws {
        let isOver = Flag()
        async let offered: Void = {
            var count = 0
            while count < Scale.leads || !isOver.isRaised {
                try await offer(10, every: .milliseconds(Scale.isFull ? 10 : 30))
                count += 10
            }
        }()
        do {
            if waiting { try await begun() }
            try await fault()
        } catch {
            isOver.raise()
            throw error
        }
        isOver.raise()
        try await offered
    }

    static func lead(_ name: String) -> LeadRegistered {
        LeadRegistered(
            leadID: LeadID(),
            companyID: CompanyID(),
            department: DepartmentID(rawValue: "commercial"),
            companyName: name,
            identified: true,
            source: "test",
            motion: "new",
            hasPhone: false,
            hasEmail: false,
            version: 1
        )
    }

    /// Until the hop has handled `more` leads from now on.
    func begun(_ more: Int = 20) async throws {
        let before = try await handled()
        try await eventually("the hop works", within: Scale.recovery) {
            (try? await handled()) ?? 0 >= before + more
        }
    }

    private func handled() async throws -> Int {
        try await admin.transaction { tx in try FlowStore.handled(in: tx) }
    }

    /// Accepted leads that the hop has not handled.
    func unhandled() async throws -> Int {
        try await admin.transaction { tx in try FlowStore.unhandled(in: tx) }
    }

    /// What the door has announced.
    func announced() async throws -> [OutgoingMessage] {
        try await admin.transaction { tx in try JournalStore.announced(by: "intake", in: tx) }
    }

    /// These leads were poisoned on their way: they are expected as dead letters.
    func plant(_ leads: [some StringProtocol]) async throws {
        let ids = leads.compactMap { UUID(uuidString: String($0)) }
        try await admin.transaction { tx in
            for id in ids { try FlowStore.plant(id, in: tx) }
        }
    }

    func count(_ sql: StaticString) async throws -> Int {
        try await admin.transaction { tx in try CensusStore.count(tx.query(sql)) }
    }

    // MARK: The end

    /// Waits until all is as promised; else says what is not.
    func judge(within limit: Duration = Scale.patience, _ location: SourceLocation = #_sourceLocation) async throws {
        var complaints = ["nobody looked"]
        let end = ContinuousClock.now + limit
        while !complaints.isEmpty, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
            if let found = try? await self.complaints() { complaints = found }
        }
        guard !complaints.isEmpty else { return }
        let queues = try? await mortalServers().control(
            "list_queues",
            "--vhost",
            vhost.name,
            "name",
            "messages_ready",
            "messages_unacknowledged",
            "consumers"
        )
        let note = Comment("FILON_FAULT_SEED=\(Dice.seed); queues: \(queues ?? "no answer")")
        try #require(complaints.isEmpty, note, sourceLocation: location)
    }

    private func complaints() async throws -> [String] {
        let ledger = try await admin.transaction { tx in try FlowStore.ledger(in: tx) }
        let forgotten = acknowledged.withLock { $0.subtracting(ledger.accepted) }
        let complaint = forgotten.isEmpty ? [] : ["\(forgotten.count) accepted and forgotten"]
        return Oracle.complaints(ledger) + complaint
    }

    private func end() async {
        await door.stop()
        await admin.close()
        await vhost.drop()
        await database.drop()
    }
}

/// Something that happened.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}
