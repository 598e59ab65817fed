import Contracts
import Foundation
import Messaging
import Postgres

/// Asks about companies that wait for identification and were never asked about: those that were here before anybody
/// was, and after a month those that the registers did not know.
enum AskUnasked {
    private static let round = 100

    static let schedule = Schedule("ingest.ask-unasked", .every(.seconds(300))) { now, tx in try ask(at: now, in: tx) }

    static func ask(at now: Date, in tx: isolated PostgresSession) throws -> [any Event] {
        let waiting = try IdentificationStore.takeUnasked(at: now, limit: round, in: tx)
        guard !waiting.isEmpty else { return [] }
        let companies = try CompanyStore.load(ids: waiting, in: tx)
        return companies.filter { $0.siren == nil && !$0.isOpposed && !$0.isWithdrawn }.map { company in
            IdentificationRequested(company: company.id, company.record, contacts: [])
        }
    }
}
