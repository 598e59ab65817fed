import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Table `cached_replies`.
enum ReplyStore {
    /// Keeps replies over older ones to the same question.
    static func keep(_ replies: [CachedReply], in tx: isolated PostgresSession) throws {
        let newest = Dictionary(replies.map { ([$0.step.provider, key($0.step, $0.siren)], $0) }) { one, other in
            one.fetchedAt > other.fetchedAt ? one : other
        }
        guard !newest.isEmpty else { return }
        // In one order everywhere, so that two transactions never wait for each other.
        let kept = newest.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        try tx.enqueue(
            """
            INSERT INTO cached_replies AS old (provider, key, status, body, fetched_at, valid_until)
            SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::bytea[], $5::timestamptz[],
                $6::timestamptz[])
            ON CONFLICT (provider, key) DO UPDATE SET
                status = excluded.status, body = excluded.body, fetched_at = excluded.fetched_at,
                valid_until = excluded.valid_until
            WHERE old.fetched_at <= excluded.fetched_at
            """,
            kept.map(\.step.provider),
            kept.map { key($0.step, $0.siren) },
            kept.map { Int32($0.status) },
            kept.map(\.body),
            kept.map(\.fetchedAt),
            kept.map(\.validUntil)
        )
    }

    /// Which replies about a SIREN are wanted.
    struct Wanted: Sendable {
        let siren: SIREN
        /// Not fetched before.
        let since: Date
        let validAt: Date
    }

    /// Replies that fit, for each of `wanted`.
    static func fresh(
        _ wanted: [Wanted],
        _ steps: [StepKey],
        in tx: isolated PostgresSession
    ) throws -> [[CachedReply]] {
        var fresh = [[CachedReply]](repeating: [], count: wanted.count)
        let asked = wanted.indices.flatMap { index in steps.map { (index, $0) } }
        guard !asked.isEmpty else { return fresh }
        let rows = try tx.query(
            """
            SELECT place::bigint, status, body, fetched_at, c.valid_until
            FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
                WITH ORDINALITY AS asked (provider, key, valid_at, since, place)
            JOIN cached_replies AS c ON c.provider = asked.provider AND c.key = asked.key
                AND c.valid_until > asked.valid_at AND c.fetched_at >= asked.since
            """,
            asked.map(\.1.provider),
            asked.map { key($0.1, wanted[$0.0].siren) },
            asked.map { wanted[$0.0].validAt },
            asked.map { wanted[$0.0].since }
        )
        for row in rows {
            let (place, status, body, fetchedAt, validUntil) = try row.decode(
                Int.self,
                Int.self,
                [UInt8].self,
                Date.self,
                Date.self
            )
            let (index, step) = asked[place - 1]
            fresh[index].append(
                CachedReply(
                    step: step,
                    siren: wanted[index].siren,
                    status: status,
                    body: body,
                    fetchedAt: fetchedAt,
                    validUntil: validUntil
                )
            )
        }
        return fresh
    }

    /// The question by SIREN is kept under the SIREN alone, others of the same provider beside it.
    private static func key(_ step: StepKey, _ siren: SIREN) -> String {
        step.question == "by_siren" ? siren.text : siren.text + " " + step.question
    }

    static func forget(_ sirens: [SIREN], in tx: isolated PostgresSession) throws {
        guard !sirens.isEmpty else { return }
        try tx.enqueue(
            """
            WITH gone AS MATERIALIZED (
                SELECT kept.provider, kept.key FROM unnest($1::text[], $2::text[]) AS asked (provider, siren)
                JOIN cached_replies AS kept ON kept.provider = asked.provider
                    AND (kept.key = asked.siren OR kept.key >= asked.siren || ' ' AND kept.key < asked.siren || '!')
                -- As rows are kept, so that neither waits for the other.
                ORDER BY kept.provider COLLATE "C", kept.key COLLATE "C" FOR UPDATE OF kept)
            DELETE FROM cached_replies AS kept USING gone
            WHERE kept.provider = gone.provider AND kept.key = gone.key
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
                SELECT ctid FROM cached_replies WHERE valid_until < $1 ORDER BY valid_until LIMIT $2::bigint
                FOR UPDATE SKIP LOCKED))
            """,
            now,
            limit
        )
    }
}
