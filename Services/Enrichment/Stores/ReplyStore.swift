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
            reply.step.provider,
            key(reply.step, reply.siren),
            reply.status,
            reply.body,
            reply.fetchedAt,
            reply.validUntil
        )
    }

    /// Replies about one SIREN that are valid at `now` and not older than `since`.
    static func fresh(
        about siren: SIREN,
        _ steps: [StepKey],
        since: Date,
        at now: Date,
        in tx: isolated PostgresSession
    ) throws -> [CachedReply] {
        let rows = try tx.query(
            """
            SELECT provider, key, status, body, fetched_at, valid_until FROM cached_replies
            WHERE (provider, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))
                AND valid_until > $3 AND fetched_at >= $4
            """,
            steps.map(\.provider),
            steps.map { key($0, siren) },
            now,
            since
        )
        return try rows.compactMap { row in
            let (provider, kept, status, body, fetchedAt, validUntil) = try row.decode(
                String.self,
                String.self,
                Int.self,
                [UInt8].self,
                Date.self,
                Date.self
            )
            guard let step = steps.first(where: { $0.provider == provider && key($0, siren) == kept }) else {
                return nil
            }
            return CachedReply(
                step: step,
                siren: siren,
                status: status,
                body: body,
                fetchedAt: fetchedAt,
                validUntil: validUntil
            )
        }
    }

    /// The question by SIREN is kept under the SIREN alone, others of the same provider beside it.
    private static func key(_ step: StepKey, _ siren: SIREN) -> String {
        step.question == "by_siren" ? siren.text : siren.text + " " + step.question
    }

    static func forget(_ sirens: [SIREN], in tx: isolated PostgresSession) throws {
        guard !sirens.isEmpty else { return }
        try tx.enqueue(
            """
            DELETE FROM cached_replies AS kept USING unnest($1::text[], $2::text[]) AS gone (provider, siren)
            WHERE kept.provider = gone.provider
                AND (kept.key = gone.siren OR kept.key >= gone.siren || ' ' AND kept.key < gone.siren || '!')
            """,
            sirens.flatMap { _ in ProviderName.all.sorted() },
            sirens.flatMap { siren in ProviderName.all.sorted().map { _ in siren.text } }
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
