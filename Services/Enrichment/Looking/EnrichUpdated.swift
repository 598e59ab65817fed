import Contracts
import Foundation
import Messaging
import Postgres

/// Looks up a company that was identified or corrected.
///
/// Reads `dossiers`, writes `companies` and what the providers said, announces ``CompanyEnriched`` or
/// ``CompanyCeased``.
struct EnrichUpdated: GatheringHandler {
    static let name = "enrichment.enrich-updated"

    let enricher: Enricher

    @concurrent func recall(_ deliveries: [Delivery<CompanyUpdated>]) async throws -> [Found?] {
        try await enricher.recall(deliveries.map(question))
    }

    @concurrent func gather(_ delivery: Delivery<CompanyUpdated>) async throws -> Found {
        try await enricher.look(question(delivery))
    }

    func handle(
        _ deliveries: [(delivery: Delivery<CompanyUpdated>, gathered: Found)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try Settling.settle(deliveries.map { (question($0.delivery), $0.gathered) }, at: enricher.now(), in: tx)
    }

    private func question(_ delivery: Delivery<CompanyUpdated>) -> Question {
        Question(
            companyID: delivery.message.companyID,
            siren: delivery.message.siren,
            version: delivery.message.version,
            since: .distantPast,
            attempt: delivery.attempt
        )
    }
}
