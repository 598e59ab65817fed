import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Reads the legal notices of many companies at once; whoever has a new one is looked at afresh.
///
/// Reads `watches` and `companies`; writes `watches`, `dossiers` and `cached_replies`; announces
/// ``EnrichmentRequested``.
struct WatchNotices: GatheringHandler {
    static let name = "enrichment.watch-notices"

    let notices: NoticeReader?

    @concurrent func gather(_ delivery: Delivery<WatchRequested>) async throws -> [SIREN: CivilDate] {
        guard let notices else { return [:] }
        return try await notices.latest(of: Array(delivery.message.sirens.prefix(40)), since: delivery.message.since)
    }

    func handle(
        _ deliveries: [(delivery: Delivery<WatchRequested>, gathered: [SIREN: CivilDate])],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try deliveries.map { .done(try news($0.gathered, in: tx)) }
    }

    private func news(_ latest: [SIREN: CivilDate], in tx: isolated PostgresSession) throws -> [any Event] {
        let sirens = latest.keys.sorted()
        let seen = try WatchStore.seen(sirens, in: tx)
        let new = sirens.filter { siren in latest[siren].map { $0 > seen[siren] ?? .earliest } ?? false }
        guard !new.isEmpty else { return [] }
        // What was kept was said before the notice.
        try DossierStore.expire(new, in: tx)
        try ReplyStore.forget(new, in: tx)
        return try CompanyStore.companies(with: new, in: tx).map { company in
            EnrichmentRequested(companyID: company, actor: Jobs.actor, reason: "notice_published")
        }
    }
}
