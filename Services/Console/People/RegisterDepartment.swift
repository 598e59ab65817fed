import Contracts
import Foundation
import Messaging
import Postgres

/// Adds or renames a department. Writes `people.departments`; announces ``DepartmentChanged`` or ``RequestRefused``.
struct RegisterDepartment: MessageHandler {
    static let name = "console.register-department"

    func handle(_ delivery: Delivery<DepartmentRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let wish = delivery.message
        let at = WireDate.rounded(delivery.envelope.occurredAt)
        do {
            let kept = try Directory.keepDepartment(
                wish.department,
                name: wish.name,
                active: wish.active,
                at: at,
                in: tx
            )
            let audit = Audit.entry(
                wish.actor,
                "department.changed",
                "department/\(wish.department)",
                wish.department,
                wish.active ? "active" : "closed",
                at
            )
            return .done([kept.entry.changed] + (kept.isChange ? [audit] : []))
        } catch let refusal as Refusal {
            return .done([RequestRefused(DepartmentRequested.self, refusal)])
        }
    }
}
