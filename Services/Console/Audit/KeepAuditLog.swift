import Contracts
import Messaging
import Postgres

/// Appends what people changed to the chain of `admin.audit_logs`.
struct KeepAuditLog: BatchHandler {
    static let name = "console.keep-audit-log"

    func handle(_ deliveries: [Delivery<AuditRecorded>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let entries = deliveries.map { AuditStore.Entry(id: $0.envelope.messageID, event: $0.message) }
        try AuditStore.append(entries, in: tx)
        return deliveries.map { _ in .done }
    }
}
