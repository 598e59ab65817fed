import Contracts
import Foundation

enum Audit {
    /// - Parameter summary: what changed, without personal data.
    static func entry(
        _ actor: String,
        _ action: String,
        _ object: String,
        _ department: DepartmentID?,
        _ summary: String,
        _ at: Date
    ) -> AuditRecorded {
        AuditRecorded(
            actor: actor,
            action: action,
            object: object,
            department: department,
            summary: summary,
            at: at
        )
    }
}
