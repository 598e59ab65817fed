import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Looks a company up again because somebody asked, or because its facts have aged.
///
/// Reads `companies` and `dossiers`, writes both, announces ``CompanyEnriched`` or ``CompanyCeased``. A company that
/// was not heard of yet needs nothing: its own registration will have it looked up.
struct EnrichRequested: GatheringHandler {
    static let name = "enrichment.enrich-requested"

    let enricher: Enricher

    /// Answers so shortly before the request are as good as new ones.
    private static let tolerance = 600.0

    @concurrent func recall(_ deliveries: [Delivery<EnrichmentRequested>]) async throws -> [Found?] {
        let sirens = try await sirens(of: deliveries)
        return try await enricher.recall(deliveries.map { question($0, sirens) })
    }

    @concurrent func gather(_ delivery: Delivery<EnrichmentRequested>) async throws -> Found {
        let sirens = try await sirens(of: [delivery])
        return try await enricher.look(question(delivery, sirens))
    }

    func handle(
        _ deliveries: [(delivery: Delivery<EnrichmentRequested>, gathered: Found)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        let questions = deliveries.map { delivery, found in
            var question = question(delivery, [:])
            question.siren = found.siren
            return (question: question, found: found)
        }
        return try Settling.settle(questions, at: enricher.now(), in: tx)
    }

    private func sirens(of deliveries: [Delivery<EnrichmentRequested>]) async throws -> [CompanyID: SIREN] {
        let companies = deliveries.map(\.message.companyID)
        return try await enricher.database.transaction { tx in try CompanyStore.sirens(of: companies, in: tx) }
    }

    private func question(_ delivery: Delivery<EnrichmentRequested>, _ sirens: [CompanyID: SIREN]) -> Question {
        // Our own requests renew what has aged, and leave what is still valid; a person wants to know better.
        let isOwn = delivery.message.actor == Jobs.actor
        let since = isOwn ? .distantPast : delivery.envelope.occurredAt.addingTimeInterval(-Self.tolerance)
        return Question(
            companyID: delivery.message.companyID,
            siren: sirens[delivery.message.companyID],
            since: since,
            attempt: delivery.attempt,
            wanted: isOwn ? nil : Set((delivery.message.wanted ?? []).prefix(10))
        )
    }
}

extension Found {
    fileprivate var siren: SIREN? {
        switch self {
        case .nobody: nil
        case .known(let dossier): dossier.siren
        case .looked(let look): look.siren
        }
    }
}
