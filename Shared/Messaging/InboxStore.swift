import Foundation
import Postgres

/// A message for one handler: the unit of "handled once".
struct Claim: Hashable, Sendable {
    let messageID: UUID
    let handler: String

    /// The order in which rows are taken, the same in every replica, so that two never wait for each other.
    static func precedes(_ left: Claim, _ right: Claim) -> Bool {
        let order = left.messageID.compare(to: right.messageID)
        return order == 0 ? left.handler < right.handler : order < 0
    }
}

extension UUID {
    /// Byte order, as PostgreSQL sorts uuid.
    func compare(to other: UUID) -> Int {
        withUnsafeBytes(of: uuid) { left in
            withUnsafeBytes(of: other.uuid) { right in
                for index in 0..<16 where left[index] != right[index] {
                    return left[index] < right[index] ? -1 : 1
                }
                return 0
            }
        }
    }
}

enum InboxStore {
    /// Claims messages for this transaction.
    /// - Returns: those that nobody has handled. A claim that another transaction is just making is waited for.
    static func claim(_ claims: [Claim], in tx: isolated PostgresSession) throws -> Set<Claim> {
        let sorted = claims.sorted(by: Claim.precedes)
        let rows = try tx.query(
            """
            INSERT INTO inbox (message_id, handler)
            SELECT * FROM unnest($1::uuid[], $2::text[])
            ON CONFLICT DO NOTHING
            RETURNING message_id, handler
            """,
            sorted.map(\.messageID),
            sorted.map(\.handler)
        )
        var claimed: Set<Claim> = []
        claimed.reserveCapacity(rows.count)
        for row in rows {
            let (id, handler) = try row.decode(UUID.self, String.self)
            claimed.insert(Claim(messageID: id, handler: handler))
        }
        return claimed
    }

    /// - Returns: those that were handled, in this transaction or before it.
    static func handled(_ claims: [Claim], in tx: isolated PostgresSession) throws -> Set<Claim> {
        guard !claims.isEmpty else { return [] }
        let rows = try tx.query(
            """
            SELECT message_id, handler FROM inbox
            WHERE (message_id, handler) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
            """,
            claims.map(\.messageID),
            claims.map(\.handler)
        )
        return try Set(
            rows.map { row in
                let (id, handler) = try row.decode(UUID.self, String.self)
                return Claim(messageID: id, handler: handler)
            }
        )
    }
}
