import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// What has a company looked up: it entered the base, or it was identified or corrected.
protocol CompanyAnnouncement: Event {
    static var handlerName: String { get }
    var companyID: CompanyID { get }
    var siren: SIREN? { get }
    var version: Int64 { get }
}

extension CompanyRegistered: CompanyAnnouncement {
    static let handlerName = "enrichment.enrich-registered"
}

extension CompanyUpdated: CompanyAnnouncement {
    static let handlerName = "enrichment.enrich-updated"
}

/// Looks up a company that was announced.
///
/// Reads `dossiers`, writes `companies` and what the providers said, announces ``CompanyEnriched`` or
/// ``CompanyCeased``.
struct EnrichAnnounced<Announcement: CompanyAnnouncement>: GatheringHandler {
    static var name: String { Announcement.handlerName }

    let enricher: Enricher

    @concurrent func recall(_ deliveries: [Delivery<Announcement>]) async throws -> [Found?] {
        try await enricher.recall(deliveries.map(question))
    }

    @concurrent func gather(_ delivery: Delivery<Announcement>) async throws -> Found {
        try await enricher.look(question(delivery))
    }

    func handle(
        _ deliveries: [(delivery: Delivery<Announcement>, gathered: Found)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try Settling.settle(deliveries.map { (question($0.delivery), $0.gathered) }, at: enricher.now(), in: tx)
    }

    private func question(_ delivery: Delivery<Announcement>) -> Question {
        Question(
            companyID: delivery.message.companyID,
            siren: delivery.message.siren,
            version: delivery.message.version,
            since: .distantPast,
            attempt: delivery.attempt
        )
    }
}
