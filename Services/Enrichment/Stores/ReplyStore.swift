import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Table `cached_replies`.
enum ReplyStore {
    static func keep(_ reply: CachedReply, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            INSERT INTO cached_replies AS old (provider, key, status, body, fetched_at, valid_until)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (provider, key) DO UPDATE SET
                status = excluded.status, body = excluded.body, fetched_at = excluded.fetched_at,
                valid_until = excluded.valid_until
            WHERE old.fetched_at <= excluded.fetched_at
            """,
            reply.provider,
            reply.siren.text,
            reply.status,
            reply.body,
            reply.fetchedAt,
            reply.validUntil
        )
    }

    /// Replies about one SIREN that are valid at `now` and not older than `since`.
    static func fresh(
        about siren: SIREN,
        since: Date,
        at now: Date,
        in tx: isolated PostgresSession
    ) throws -> [CachedReply] {
        let rows = try tx.query(
            """
            SELECT provider, status, body, fetched_at, valid_until FROM cached_replies
            WHERE key = $1 AND provider = ANY($2::text[]) AND valid_until > $3 AND fetched_at >= $4
            """,
            siren.text,
            [RechercheEntreprises.name, RatiosInpiBce.name],
            now,
            since
        )
        return try rows.map { row in
            let (provider, status, body, fetchedAt, validUntil) = try row.decode(
                String.self,
                Int.self,
                [UInt8].self,
                Date.self,
                Date.self
            )
            return CachedReply(
                provider: provider,
                siren: siren,
                status: status,
                body: body,
                fetchedAt: fetchedAt,
                validUntil: validUntil
            )
        }
    }

    static func forget(_ sirens: [SIREN], in tx: isolated PostgresSession) throws {
        guard !sirens.isEmpty else { return }
        try tx.enqueue(
            "DELETE FROM cached_replies WHERE provider = ANY($1::text[]) AND key = ANY($2::text[])",
            [RechercheEntreprises.name, RatiosInpiBce.name],
            sirens.map(\.text)
        )
    }

    /// Removes what is no longer valid, a bounded number at once.
    static func throwAway(before now: Date, limit: Int, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            DELETE FROM cached_replies WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM cached_replies WHERE valid_until < $1 ORDER BY valid_until LIMIT $2::bigint))
            """,
            now,
            limit
        )
    }
}
