import Contracts
import Foundation
import Postgres

/// What a request may do: its token fixes department, source and rate.
struct IngestToken: Equatable, Sendable {
    /// What a token may send.
    enum Opening: String, Sendable {
        case lists, registry
    }

    var id: UUID
    var department: DepartmentID
    var source: String
    /// Requests.
    var ratePerMinute: Int
    var opens = Opening.lists
}

enum TokenStore {
    /// - Returns: nil for a token that nobody made or that was revoked.
    static func find(_ secret: String, in tx: isolated PostgresSession) throws -> IngestToken? {
        let row = try tx.query(
            """
            SELECT id, department_id, source, rate_per_minute, opens,
                used_at IS NULL OR used_at < now() - interval '1 minute'
            FROM api_tokens WHERE hash = $1 AND revoked_at IS NULL
            """,
            SHA256.digest(secret)
        ).first
        guard let row else { return nil }
        let (id, department, source, rate, opens, isStale) = try row.decode(
            UUID.self,
            String.self,
            String.self,
            Int.self,
            String.self,
            Bool.self
        )
        if isStale { try tx.execute("UPDATE api_tokens SET used_at = now() WHERE id = $1", id) }
        return IngestToken(
            id: id,
            department: DepartmentID(rawValue: department),
            source: source,
            ratePerMinute: rate,
            opens: IngestToken.Opening(rawValue: opens) ?? .lists
        )
    }

    /// Asking for the same token again changes nothing.
    static func keep(_ wish: IngestTokenRequested, hash: [UInt8], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO api_tokens (id, hash, name, department_id, source, rate_per_minute, opens)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (hash) DO NOTHING
            """,
            UUIDv7.make(),
            hash,
            wish.name,
            wish.department.rawValue,
            wish.source,
            wish.ratePerMinute,
            wish.opens ?? IngestToken.Opening.lists.rawValue
        )
    }
}
