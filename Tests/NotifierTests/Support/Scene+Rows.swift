import Foundation
import MessagingSupport
import Postgres

@testable import Notifier

/// A message as its row says it.
struct Row: Equatable {
    var kind: String
    var recipient: UUID?
    var channel: String
    var state: String
    var reason: String?
    var attempts: Int
    var isLine: Bool
}

extension Scene {
    func rows() async throws -> [Row] {
        try await admin.transaction { tx in
            try tx.query(
                """
                SELECT kind, recipient_id, channel, state, state_reason, attempts, digest_id IS NOT NULL
                FROM notification.messages ORDER BY effect_key
                """
            ).map { row in
                let (kind, recipient, channel, state, reason, attempts, isLine) = try row.decode(
                    String.self,
                    UUID?.self,
                    String.self,
                    String.self,
                    String?.self,
                    Int.self,
                    Bool.self
                )
                return Row(
                    kind: kind,
                    recipient: recipient,
                    channel: channel,
                    state: state,
                    reason: reason,
                    attempts: attempts,
                    isLine: isLine
                )
            }
        }
    }

    /// Waits until there are `count` messages and all of them are in one of `states`.
    func settled(_ count: Int, in states: Set<String> = ["sent", "failed", "suppressed", "digested"]) async throws {
        try await eventually("\(count) messages in \(states)") {
            let rows = try await rows()
            return rows.count >= count && rows.allSatisfy { states.contains($0.state) }
        }
    }

    /// As if the time that every waiting message waits for had come.
    func hurry() async throws {
        try await admin.execute(unchecked: "UPDATE notification.messages SET due_at = now() WHERE state = 'pending'")
        try await admin.execute(unchecked: "SELECT pg_notify('filon_notifier', '')")
    }

    /// As a process leaves messages that dies between a send and the record of it, its lease far from over.
    /// - Parameter isAlive: it is not dead after all, only slow: its replica's pulse goes on.
    func crash(isAlive: Bool = false) async throws {
        try await admin.execute(
            unchecked: """
                UPDATE notification.deliveries SET state = 'sending', ended_at = NULL
                WHERE (message_id, attempt) IN (SELECT id, attempts FROM notification.messages);
                INSERT INTO notification.deliveries (message_id, attempt, department_id, channel)
                    SELECT id, 1, department_id, channel FROM notification.messages WHERE attempts = 0;
                UPDATE notification.messages SET state = 'sending', ended_at = NULL, attempts = greatest(attempts, 1),
                    due_at = now() + interval '1 minute', holder = gen_random_uuid();
                """
        )
        guard isAlive else { return }
        try await admin.execute(
            unchecked: "INSERT INTO notification.relay (instance) SELECT DISTINCT holder FROM notification.messages"
        )
    }
}
