import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Tables `searches`, `search_slices` and `search_units`.
enum SearchStore {
    struct New: Sendable {
        let id: SearchID
        let actor: String
        let selection: Selection
        let limit: Int
        let isOnlyCounted: Bool
        let perMinute: Int
        let at: Date
    }

    /// A slice as it stands.
    struct Piece: Sendable {
        let selection: Selection
        let slice: Slice
        let isOnlyCounted: Bool
        let total: Int?
        let pages: Int
    }

    /// Slices of one search that are asked about at once.
    private static let together = 4
    /// A slice that was handed to a replica is handed to another afterwards.
    private static let lease = Duration.seconds(300)
    /// A search that is divided further is too wide.
    private static let slicesMax = 20_000

    /// - Returns: false if there is one of that name.
    static func begin(_ search: New, in tx: isolated PostgresSession) throws -> Bool {
        let made = try tx.query(
            """
            INSERT INTO searches (id, actor, selection, wanted, only_counted, per_minute, state, asked_at)
            VALUES ($1, $2, $3, $4, $5, $6, 'running', $7) ON CONFLICT (id) DO NOTHING RETURNING id
            """,
            search.id.rawValue,
            String(search.actor.prefix(200)),
            JSONB(try Wire.encode(search.selection)),
            search.limit,
            search.isOnlyCounted,
            search.perMinute,
            search.at
        )
        guard !made.isEmpty else { return false }
        try add([search.selection.whole], to: search.id, in: tx)
        return true
    }

    static func add(_ slices: [Slice], to search: SearchID, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO search_slices (id, search_id, slice, name)
            SELECT s.id, $1, s.slice, s.name FROM unnest($4::uuid[], $2::jsonb[], $3::text[]) AS s (id, slice, name)
            """,
            search.rawValue,
            try slices.map { JSONB(try Wire.encode($0)) },
            slices.map { String($0.name.prefix(500)) },
            slices.map { _ in SliceID().rawValue }
        )
    }

    /// One that was only counted is read now.
    /// - Returns: false if it is not known.
    static func readOn(_ search: SearchID, in tx: isolated PostgresSession) throws -> Bool {
        let found = try tx.query(
            """
            UPDATE searches SET only_counted = false, state = 'running', ended_at = NULL, reason = NULL
            WHERE id = $1 AND (only_counted OR state = 'running') RETURNING id
            """,
            search.rawValue
        )
        guard !found.isEmpty else {
            return try !tx.query("SELECT FROM searches WHERE id = $1", search.rawValue).isEmpty
        }
        try tx.execute(
            """
            UPDATE search_slices SET state = CASE WHEN total = 0 THEN 'read' ELSE 'waiting' END, due_at = NULL
            WHERE search_id = $1 AND state = 'counted'
            """,
            search.rawValue
        )
        return true
    }

    static func stop(_ search: SearchID, at now: Date, in tx: isolated PostgresSession) throws -> Bool {
        try !tx.query(
            """
            UPDATE searches SET state = 'stopped', ended_at = coalesce(ended_at, $2) WHERE id = $1 RETURNING id
            """,
            search.rawValue,
            now
        ).isEmpty
    }

    static func running(in tx: isolated PostgresSession) throws -> [SearchID] {
        try tx.query("SELECT id FROM searches WHERE state = 'running' ORDER BY asked_at, id LIMIT 10")
            .values(as: UUID.self).map { SearchID(rawValue: $0) }
    }

    /// So that two settled slices of a search are never settled at once.
    static func lock(_ search: SearchID, in tx: isolated PostgresSession) throws {
        try tx.execute("SELECT FROM searches WHERE id = $1 FOR UPDATE", search.rawValue)
    }

    /// nil for a slice that nobody waits for any more.
    static func piece(_ slice: SliceID, of search: SearchID, in tx: isolated PostgresSession) throws -> Piece? {
        try tx.query(
            """
            SELECT s.selection, p.slice, s.only_counted, p.total::bigint, p.pages::bigint
            FROM search_slices AS p JOIN searches AS s ON s.id = p.search_id
            WHERE p.id = $1 AND s.id = $2 AND s.state = 'running' AND p.state = 'waiting'
            """,
            slice.rawValue,
            search.rawValue
        ).first.map { row in
            Piece(
                selection: try Wire.decode(Selection.self, from: row.value(0, as: JSONB.self).bytes),
                slice: try Wire.decode(Slice.self, from: row.value(1, as: JSONB.self).bytes),
                isOnlyCounted: try row.value(2),
                total: try row.value(3, as: Int?.self),
                pages: try row.value(4, as: Int.self)
            )
        }
    }

    /// Writes down how far a slice is.
    /// - Returns: false if it stands elsewhere by now.
    static func note(
        _ reading: SliceReader.Reading,
        of message: SliceRequested,
        pausedUntil: Date,
        in tx: isolated PostgresSession
    ) throws -> Bool {
        let state =
            switch reading.state {
            case .divided: "divided"
            case .counted: "counted"
            case .read: "read"
            case .unfinished, .away: "waiting"
            }
        let isAway = reading.state == .away
        return try !tx.query(
            """
            UPDATE search_slices SET state = $3, pages = $4, shown = shown + $5, calls = calls + $6,
                total = CASE WHEN $7 THEN total ELSE $8 END, due_at = CASE WHEN $7 THEN $9::timestamptz END,
                capped = $11
            WHERE id = $1 AND search_id = $2 AND state = 'waiting' AND pages = $10 RETURNING id
            """,
            message.sliceID.rawValue,
            message.searchID.rawValue,
            state,
            Int32(clamping: reading.pages),
            Int32(clamping: reading.shown),
            Int32(clamping: reading.calls),
            isAway,
            Int32(clamping: reading.total),
            pausedUntil,
            Int32(clamping: reading.from),
            reading.isCapped
        ).isEmpty
    }

    static func keep(_ sirens: [SIREN], of search: SearchID, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO search_units (search_id, siren) SELECT $1, s FROM unnest($2::text[]) AS s
            ON CONFLICT DO NOTHING
            """,
            search.rawValue,
            Set(sirens.map(\.text)).sorted()
        )
    }

    /// Slices that may be asked about now, handed to whoever asks; none once the search has what it wanted.
    static func takeDue(_ search: SearchID, at now: Date, in tx: isolated PostgresSession) throws -> [SliceID] {
        try tx.query(
            """
            WITH room AS (
                SELECT greatest(0, $3::bigint - count(*)) AS slices FROM search_slices
                WHERE search_id = $1 AND state = 'waiting' AND due_at > $2
            ), chosen AS MATERIALIZED (
                SELECT p.id FROM search_slices AS p
                WHERE p.search_id = $1 AND p.state = 'waiting' AND (p.due_at IS NULL OR p.due_at <= $2)
                    AND EXISTS (SELECT FROM searches AS s WHERE s.id = $1 AND s.state = 'running'
                        AND (SELECT count(*) FROM search_units AS u WHERE u.search_id = $1) < s.wanted
                        AND (SELECT count(*) FROM search_slices AS a WHERE a.search_id = $1) <= $5::bigint)
                ORDER BY p.id LIMIT (SELECT slices FROM room) FOR UPDATE SKIP LOCKED)
            UPDATE search_slices AS p SET due_at = $2::timestamptz + $4::interval FROM chosen WHERE p.id = chosen.id
            RETURNING p.id
            """,
            search.rawValue,
            now,
            together,
            lease,
            slicesMax
        ).values(as: UUID.self).map { SliceID(rawValue: $0) }.sorted { $0.description < $1.description }
    }

    /// Ends a search of which nothing waits, that has what it wanted, or that is too wide to go on.
    static func endIfDone(_ search: SearchID, at now: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            WITH facts AS (
                SELECT count(*) AS slices, count(*) FILTER (WHERE state = 'waiting') AS waiting,
                    (SELECT count(*) FROM search_units WHERE search_id = $1) AS units
                FROM search_slices WHERE search_id = $1)
            UPDATE searches AS s SET ended_at = $2,
                state = CASE WHEN f.waiting = 0 OR f.units >= s.wanted THEN 'done' ELSE 'failed' END,
                reason = CASE WHEN f.waiting > 0 AND f.units >= s.wanted THEN 'limit'
                    WHEN f.waiting > 0 THEN 'too_wide' END
            FROM facts AS f
            WHERE s.id = $1 AND s.state = 'running' AND (f.waiting = 0 OR f.units >= s.wanted OR f.slices > $3)
            """,
            search.rawValue,
            now,
            slicesMax
        )
    }

    /// Forgets searches that ended long ago, and those that nobody ended.
    static func throwAway(before moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute("DELETE FROM searches WHERE asked_at < $1", moment)
    }
}
