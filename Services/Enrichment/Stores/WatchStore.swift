import Foundation
import FrenchBusiness
import Postgres

/// Table `watches`: whose legal notices are read again, and when.
enum WatchStore {
    struct Due: Sendable {
        let siren: SIREN
        let seenUntil: CivilDate?
    }

    /// Companies that were looked at are watched from now on; those that ended are not.
    /// - Parameter today: notices up to this day count as seen by the look.
    static func keep(
        _ sirens: [SIREN],
        dueAt: Date,
        seenUntil today: CivilDate,
        in tx: isolated PostgresSession
    ) throws {
        guard !sirens.isEmpty else { return }
        try tx.enqueue(
            """
            INSERT INTO watches AS old (siren, due_at, seen_until)
            SELECT siren, $2, $3 FROM unnest($1::text[]) AS siren ORDER BY siren
            ON CONFLICT (siren) DO UPDATE SET
                due_at = excluded.due_at, seen_until = greatest(old.seen_until, excluded.seen_until)
            """,
            sirens.map(\.text),
            dueAt,
            CivilDay(today)
        )
    }

    static func end(_ sirens: [SIREN], in tx: isolated PostgresSession) throws {
        guard !sirens.isEmpty else { return }
        try tx.enqueue("DELETE FROM watches WHERE siren = ANY($1::text[])", sirens.map(\.text))
    }

    /// Watches that are due, put off by `pause` so that the next round takes others; the oldest sight first, so that a
    /// batch asks for one span.
    static func takeDue(
        at now: Date,
        pause: Duration,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [Due] {
        let rows = try tx.query(
            """
            WITH chosen AS MATERIALIZED (
                SELECT siren FROM watches WHERE due_at <= $1 ORDER BY due_at LIMIT $3::bigint FOR UPDATE SKIP LOCKED),
            moved AS (
                UPDATE watches SET due_at = $1::timestamptz + $2::interval FROM chosen
                WHERE watches.siren = chosen.siren RETURNING watches.siren, watches.seen_until)
            SELECT siren, seen_until FROM moved ORDER BY seen_until NULLS FIRST, siren
            """,
            now,
            pause,
            limit
        )
        return try rows.compactMap { row in
            let (text, day) = try row.decode(String.self, CivilDay?.self)
            let seen = day.flatMap { CivilDate(year: $0.year, month: $0.month, day: $0.day) }
            return SIREN(text).map { Due(siren: $0, seenUntil: seen) }
        }
    }

    /// What each of `sirens` was seen until.
    static func seen(_ sirens: [SIREN], in tx: isolated PostgresSession) throws -> [SIREN: CivilDate] {
        let rows = try tx.query(
            "SELECT siren, seen_until FROM watches WHERE siren = ANY($1::text[]) AND seen_until IS NOT NULL",
            sirens.map(\.text)
        )
        var seen: [SIREN: CivilDate] = [:]
        for row in rows {
            let (text, day) = try row.decode(String.self, CivilDay.self)
            guard let siren = SIREN(text) else { continue }
            seen[siren] = CivilDate(year: day.year, month: day.month, day: day.day)
        }
        return seen
    }
}
