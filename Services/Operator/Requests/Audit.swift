import Contracts
import Foundation

/// What an operator did, for the audit log.
enum Audit {
    /// - Parameter summary: without personal data.
    static func entry(_ action: String, _ object: String, _ summary: String) -> AuditRecorded {
        AuditRecorded(
            actor: ReplayRun.actor,
            action: action,
            object: object,
            summary: summary,
            at: WireDate.rounded(Date())
        )
    }
}
