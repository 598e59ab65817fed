import Contracts
import Messaging
import Postgres

/// Starts the three years of a prospect's data again when the prospect was in touch.
///
/// Writes `contacts`. A colleague who calls, whatever comes of it, moves nothing: the contact must come from the
/// prospect (CNIL, référentiel relatif à la gestion commerciale).
struct RestartClock: BatchHandler {
    static let name = "ingest.restart-clock"

    func handle(_ deliveries: [Delivery<ActivityLogged>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let inbound = deliveries.map(\.message).filter(\.inbound)
        try ClockStore.restart(inbound.map { ClockStore.Word(lead: $0.leadID, at: $0.at) }, in: tx)
        return deliveries.map { _ in .done }
    }
}

/// A deal that is won is the prospect's word, too: the three years begin again.
///
/// Writes `contacts`.
struct RestartClockOnWin: BatchHandler {
    static let name = "ingest.restart-clock-on-win"

    func handle(_ deliveries: [Delivery<OpportunityWon>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let won = deliveries.map(\.message)
        try ClockStore.restart(won.map { ClockStore.Word(lead: $0.deal.leadID, at: $0.at) }, in: tx)
        return deliveries.map { _ in .done }
    }
}
