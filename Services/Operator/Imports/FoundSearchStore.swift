import Contracts
import Foundation
import Postgres

/// Searches, as enrichment publishes them.
enum FoundSearchStore {
    static func state(of search: SearchID, in tx: isolated PostgresSession) throws -> FoundBySearch? {
        try tx.query(
            """
            SELECT id, state, reason, slices, waiting, companies, calls, calls_left, per_minute::bigint, units
            FROM enrichment.v_searches WHERE id = $1
            """,
            search.rawValue
        ).first.map { row in
            FoundBySearch(
                id: try row.value(0),
                state: try row.value(1),
                reason: try row.value(2),
                slices: try row.value(3),
                waiting: try row.value(4),
                companies: try row.value(5),
                calls: try row.value(6),
                callsLeft: try row.value(7),
                perMinute: try row.value(8),
                units: try row.value(9)
            )
        }
    }

    /// At most 1000.
    static func gaps(of search: SearchID, in tx: isolated PostgresSession) throws -> [FoundBySearch.Gap] {
        try tx.query(
            """
            SELECT name, total::bigint, shown::bigint, capped FROM enrichment.v_search_gaps WHERE search_id = $1
            ORDER BY name LIMIT 1000
            """,
            search.rawValue
        ).map { row in
            FoundBySearch.Gap(
                name: try row.value(0),
                total: try row.value(1),
                shown: try row.value(2),
                capped: try row.value(3)
            )
        }
    }

    /// As many as were wanted.
    static func sirens(of search: SearchID, in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            SELECT siren FROM enrichment.v_search_units WHERE search_id = $1 ORDER BY siren
            LIMIT (SELECT wanted FROM enrichment.v_searches WHERE id = $1)
            """,
            search.rawValue
        ).values(as: String.self)
    }
}
