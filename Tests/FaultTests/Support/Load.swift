import Foundation
import InstallationSupport
import MessagingSupport
import Postgres

/// Lists that an installation is given while something happens to it, and how far it has come with them.
struct Load {
    let filon: Installation
    /// Companies that a door has answered for.
    private(set) var accepted = 0

    init(on filon: Installation) { self.filon = filon }

    mutating func submit(_ count: Int) async throws {
        try await filon.submit(try ProspectList.part(accepted..<accepted + count, in: filon.folder))
        accepted += count
    }

    /// Waits until leads come to their ends as before, although nobody helps.
    func goesOn(within limit: Duration = Scale.recovery) async throws {
        try await filon.allReady(within: limit)
        var before: Int?
        try await eventually("leads come to their ends again", within: limit) {
            guard let now = try? await settled() else { return false }
            if before == nil { before = now }
            return now > before ?? now || now >= accepted
        }
    }

    /// Waits for the last lead; the complaints that remain, after `limit` at the latest.
    func end(within limit: Duration) async -> [String] {
        var complaints = ["nobody looked"]
        try? await eventually("all is as promised", within: limit) {
            guard let ledger = try? await filon.ledger() else { return false }
            complaints = Oracle.complaints(ledger)
            let forgotten = accepted - ledger.accepted.count
            if forgotten != 0 { complaints.append("\(forgotten) accepted and forgotten") }
            return complaints.isEmpty
        }
        return complaints
    }

    /// Events that wait for the broker.
    func waiting() async throws -> Int {
        try await filon.sessions.transaction { tx in try CensusStore.leftovers(in: tx) }.outbox
    }

    private func settled() async throws -> Int {
        try await filon.sessions.transaction { tx in try LeadStore.settled(in: tx) }
    }
}

enum LeadStore {
    static func settled(in tx: isolated PostgresSession) throws -> Int {
        try CensusStore.count(tx.query("SELECT count(*) FROM assignment.leads"))
    }
}
