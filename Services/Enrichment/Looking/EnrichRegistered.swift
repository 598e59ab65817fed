import Contracts
import Foundation
import Messaging
import Postgres

/// Looks up a company that entered the base.
///
/// Reads `dossiers`, writes `companies` and what the providers said, announces ``CompanyEnriched`` or
/// ``CompanyCeased``.
struct EnrichRegistered: GatheringHandler {
    static let name = "enrichment.enrich-registered"

    let enricher: Enricher

    @concurrent func recall(_ deliveries: [Delivery<CompanyRegistered>]) async throws -> [Found?] {
        try await enricher.recall(deliveries.map(question))
    }

    @concurrent func gather(_ delivery: Delivery<CompanyRegistered>) async throws -> Found {
        try await enricher.look(question(delivery))
    }

    func handle(
        _ deliveries: [(delivery: Delivery<CompanyRegistered>, gathered: Found)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try Settling.settle(deliveries.map { (question($0.delivery), $0.gathered) }, at: enricher.now(), in: tx)
    }

    private func question(_ delivery: Delivery<CompanyRegistered>) -> Question {
        Question(
            companyID: delivery.message.companyID,
            siren: delivery.message.siren,
            version: delivery.message.version,
            since: .distantPast,
            attempt: delivery.attempt
        )
    }
}
