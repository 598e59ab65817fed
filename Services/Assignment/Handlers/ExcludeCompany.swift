import Contracts
import Foundation
import Messaging
import Postgres

/// Takes leads out of the queues as soon as it is heard that a company may not be prospected, without waiting for its
/// next score.
enum ExcludeCompany {
    static func handle(_ stops: [Stop], now: Date, in tx: isolated PostgresSession) throws {
        guard !stops.isEmpty else { return }
        try LockStore.takeAll(in: tx)
        try StopStore.save(stops, in: tx)
        let companies = Array(Set(stops.map(\.companyID)))
        let known = try tx.pipeline([StopStore.read(companies)])[0].map(StopStore.stop)
        let settled = try LeadStore.leads(of: companies, in: tx).compactMap { row -> Settled? in
            // What the score itself says of a lead goes before.
            guard row.bar?.by != .score, let bar = known.bar(row), row.bar != bar else { return nil }
            return HandOut.exclude(row, bar, now: now)
        }
        // An exclusion counts for nobody's day, so that no setting matters here.
        try HandOut().write(settled, now: now, in: tx)
    }
}

/// Excludes every department's lead of a company that ended. Writes `stops`, `leads`, `decisions`, `sla_clocks`.
struct CeaseCompany: BatchHandler {
    static let name = "assignment.cease-company"
    var clock: @Sendable () -> Date = { Date() }

    func handle(_ deliveries: [Delivery<CompanyCeased>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let stops = deliveries.map { delivery in
            let message = delivery.message
            let code = ["ceased", "liquidation", "struck_off"].contains(message.reason) ? message.reason : "ceased"
            return Stop(
                companyID: message.companyID,
                code: code,
                text: StopText.ceased(code, on: message.ceasedOn),
                at: WireDate.rounded(delivery.envelope.occurredAt)
            )
        }
        try ExcludeCompany.handle(stops, now: WireDate.rounded(clock()), in: tx)
        return deliveries.map { _ in .done }
    }
}

/// Excludes the leads of a company that left the base or one department. Writes as ``CeaseCompany``.
struct WithdrawCompany: BatchHandler {
    static let name = "assignment.withdraw-company"
    var clock: @Sendable () -> Date = { Date() }

    func handle(_ deliveries: [Delivery<CompanyWithdrawn>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let stops = deliveries.map { delivery in
            Stop(
                companyID: delivery.message.companyID,
                department: delivery.message.department,
                code: "withdrawn",
                text: StopText.withdrawn(delivery.message.reason),
                at: WireDate.rounded(delivery.envelope.occurredAt)
            )
        }
        try ExcludeCompany.handle(stops, now: WireDate.rounded(clock()), in: tx)
        return deliveries.map { _ in .done }
    }
}

/// Excludes the leads of a company that does not want to be prospected, for good. An objection of a bare address is
/// none of assignment's: it holds no address. Writes as ``CeaseCompany``.
struct ObeyObjection: BatchHandler {
    static let name = "assignment.obey-objection"
    var clock: @Sendable () -> Date = { Date() }

    func handle(_ deliveries: [Delivery<ObjectionRecorded>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let stops = deliveries.map(\.message).compactMap { message -> Stop? in
            guard message.scope != "address", let company = message.companyID else { return nil }
            return Stop(
                companyID: company,
                department: message.department,
                code: "opposed",
                text: StopText.opposed,
                at: message.at
            )
        }
        try ExcludeCompany.handle(stops, now: WireDate.rounded(clock()), in: tx)
        return deliveries.map { _ in .done }
    }
}
