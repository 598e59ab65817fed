import Contracts
import Messaging
import Postgres

/// Takes rows that anybody put on the bus; the same reader and rules as the other doors.
///
/// A row speaks at the time its message was announced, so late and repeated ones end in the same state.
struct TakeSubmittedCompany: BatchHandler {
    static let name = "ingest.take-submitted-company"

    func handle(_ deliveries: [Delivery<CompanySubmitted>], in tx: isolated PostgresSession) throws -> [Outcome] {
        var outcomes = [Outcome](repeating: .done, count: deliveries.count)
        var byDepartment: [DepartmentID: [(index: Int, statement: Statement)]] = [:]
        for (index, delivery) in deliveries.enumerated() {
            let message = delivery.message
            do {
                let row = try JSONRow.read(message.row)
                let statement = Statement(
                    row: row,
                    at: delivery.envelope.occurredAt.microseconds,
                    source: String(message.source.prefix(100))
                )
                byDepartment[message.department, default: []].append((index, statement))
            } catch {
                outcomes[index] = .reject(reason: error.code)
            }
        }
        for (department, rows) in byDepartment.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try take(rows, department, &outcomes, in: tx)
        }
        return outcomes
    }

    private func take(
        _ rows: [(index: Int, statement: Statement)],
        _ department: DepartmentID,
        _ outcomes: inout [Outcome],
        in tx: isolated PostgresSession
    ) throws {
        let result = try Intake.take(rows.map(\.statement), department: department, in: tx)
        var events = [[any Event]](repeating: [], count: rows.count)
        for announcement in result.announcements { events[announcement.row].append(announcement.event) }
        for (position, row) in rows.enumerated() {
            let outcome = result.outcomes[position]
            outcomes[row.index] =
                outcome.result == .refused
                ? .reject(reason: outcome.fault?.code ?? "refused") : .done(events[position])
        }
    }
}
