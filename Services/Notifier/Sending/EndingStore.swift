import Contracts
import Foundation
import Postgres

/// Ends attempts and messages.
enum EndingStore {
    /// A message whose story is over.
    struct Ended: Sendable {
        let id: UUID
        let lead: UUID?
        let recipient: UUID?
        let department: String
        let kind: String
        let channel: String
    }

    /// Ends one attempt; false when another instance took the message over meanwhile, whose word then counts.
    static func end(
        _ message: Outgoing,
        _ result: SendResult,
        _ ending: Ending,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> Bool {
        let attempt = AttemptEnd(result)
        let changed = try tx.execute(
            """
            WITH attempt AS (
                UPDATE deliveries
                SET state = $3, ended_at = $4, provider_reference = $5, error_class = $6, reply_code = $7
                WHERE message_id = $1 AND attempt = $2 AND state = 'sending' RETURNING message_id
            )
            UPDATE messages SET state = $8, state_reason = $9, due_at = $10, holder = NULL,
                ended_at = CASE WHEN $8 <> 'pending' THEN $4::timestamptz END
            FROM attempt WHERE messages.id = attempt.message_id AND messages.state = 'sending'
            """,
            message.id,
            message.attempt,
            attempt.state,
            now,
            attempt.reference,
            attempt.errorClass,
            attempt.code.map { Int32(clamping: $0) },
            ending.state,
            ending.reason,
            ending.due(now)
        )
        return changed == 1
    }

    /// The lines of a digest end with it.
    static func endLines(
        of digest: UUID,
        _ ending: Ending,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> [Ended] {
        try tx.query(
            """
            UPDATE messages SET state = $2, state_reason = $3, ended_at = $4
            WHERE digest_id = $1 AND state = 'pending'
            RETURNING id, lead_id, recipient_id, department_id, kind, channel
            """,
            digest,
            ending == .sent ? "digested" : ending.state,
            ending.reason,
            now
        ).map(ended)
    }

    /// Messages that may have arrived before a crash and are not sent again.
    static func giveUp(_ ids: [UUID], now: Date, in tx: isolated PostgresSession) throws -> [Ended] {
        try tx.query(
            """
            UPDATE messages
            SET state = 'perhaps_sent', state_reason = 'unknown_after_crash', ended_at = $2, holder = NULL
            WHERE id = ANY($1::uuid[]) AND state = 'sending'
            RETURNING id, lead_id, recipient_id, department_id, kind, channel
            """,
            ids,
            now
        ).map(ended)
    }

    private static func ended(_ row: PostgresRow) throws -> Ended {
        let (id, lead, recipient, department, kind, channel) = try row.decode(
            UUID.self,
            UUID?.self,
            UUID?.self,
            String.self,
            String.self,
            String.self
        )
        return Ended(id: id, lead: lead, recipient: recipient, department: department, kind: kind, channel: channel)
    }
}

/// An attempt's end as its row says it.
private struct AttemptEnd {
    var state: String
    var reference: String?
    var errorClass: String?
    var code: Int?

    init(_ result: SendResult) {
        switch result {
        case .taken(let reference, let code): (state, self.reference, self.code) = ("sent", reference, code)
        case .refused(let reason, let code), .later(let reason, let code, _):
            (state, errorClass, self.code) = ("failed", reason, code)
        case .unknown(let reason): (state, errorClass) = ("unknown", reason)
        }
    }
}

extension Ending {
    fileprivate var state: String {
        switch self {
        case .sent: "sent"
        case .failed: "failed"
        case .perhapsSent: "perhaps_sent"
        case .again: "pending"
        }
    }

    fileprivate var reason: String? {
        switch self {
        case .failed(let reason): reason
        case .perhapsSent: "unknown_after_send"
        default: nil
        }
    }

    fileprivate func due(_ now: Date) -> Date {
        if case .again(let pause) = self { now.addingTimeInterval(pause.seconds) } else { now }
    }
}
