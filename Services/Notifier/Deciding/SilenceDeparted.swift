import Contracts
import Foundation
import Messaging
import Postgres

/// Sends nobody to a company that ended. Writes departures and messages; announces nothing.
struct SilenceCeased: BatchHandler {
    static let name = "silence-ceased"
    var now: @Sendable () -> Date = { Date() }

    func handle(_ deliveries: [Delivery<CompanyCeased>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let departures = deliveries.map {
            Departure(company: $0.message.companyID, reason: .ceased, at: $0.envelope.occurredAt)
        }
        try DepartureStore.note(departures, now: now(), in: tx)
        return deliveries.map { _ in .done }
    }
}

/// Sends nobody to the page of a company that left the base or the department: it answers that there is none. Writes
/// departures and messages; announces nothing.
struct SilenceWithdrawn: BatchHandler {
    static let name = "silence-withdrawn"
    var now: @Sendable () -> Date = { Date() }

    func handle(_ deliveries: [Delivery<CompanyWithdrawn>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let departures = deliveries.map {
            Departure(
                company: $0.message.companyID,
                department: $0.message.department,
                reason: .withdrawn,
                at: $0.envelope.occurredAt
            )
        }
        try DepartureStore.note(departures, now: now(), in: tx)
        return deliveries.map { _ in .done }
    }
}
