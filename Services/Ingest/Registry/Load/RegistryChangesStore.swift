import Foundation
import NIOCore
import Postgres

/// A day's differences, merged into `registry` and `registry_places`: what is older than what is there changes nothing.
extension RegistryStore {
    static func openChanges(_ kind: RegistryKind, in tx: isolated PostgresSession) throws {
        switch kind {
        case .units: try tx.execute("CREATE TEMPORARY TABLE arrived (LIKE registry) ON COMMIT DROP")
        case .establishments: try tx.execute("CREATE TEMPORARY TABLE arrived (LIKE registry_places) ON COMMIT DROP")
        }
    }

    static func copyChanges(
        _ pieces: Handoff<ByteBuffer>,
        _ kind: RegistryKind,
        in tx: isolated PostgresSession
    ) throws -> StockCount {
        let copy = StockCopy(kind)
        switch kind {
        case .units:
            try tx.copyIn(
                """
                COPY arrived (siren, name, naf, naf25, legal_form, workforce_band, category, state, diffusion,
                    created_on, updated_at)
                FROM STDIN
                """
            ) { writer in try copy.run(pieces, into: &writer) }
        case .establishments:
            try tx.execute("ALTER TABLE arrived ALTER is_change SET DEFAULT true")
            try tx.copyIn("COPY arrived (siren, postcode, city, departement, diffusion, updated_at) FROM STDIN") {
                writer in try copy.run(pieces, into: &writer)
            }
        }
        return copy.count
    }

    static func latestChange(in tx: isolated PostgresSession) throws -> Date? {
        try tx.query("SELECT max(updated_at) FROM arrived").first?.value(0, as: Date?.self) ?? nil
    }

    static func mergeChanges(
        _ kind: RegistryKind,
        in tx: isolated PostgresSession
    ) throws -> RegistryReport.Changed {
        var changed = RegistryReport.Changed()
        changed.doubled = try tx.execute(
            """
            DELETE FROM arrived AS a USING (
                SELECT ctid, row_number() OVER (PARTITION BY siren ORDER BY updated_at DESC NULLS LAST, ctid DESC) AS place
                FROM arrived) AS d
            WHERE a.ctid = d.ctid AND d.place > 1
            """
        )
        try tx.execute("ANALYZE arrived")
        let arrived: Int = try tx.query("SELECT count(*) FROM arrived").first?.value(0) ?? 0
        let outcome = try kind == .units ? mergeUnits(in: tx) : mergePlaces(in: tx)
        changed.created = outcome.created
        changed.updated = outcome.updated
        changed.unchanged = arrived - outcome.created - outcome.updated
        return changed
    }

    /// Kept for later stocks, then applied. A row that is not newer changes nothing, but for one of unknown date that
    /// forbids prospecting: that is obeyed.
    private static func mergeUnits(in tx: isolated PostgresSession) throws -> (created: Int, updated: Int) {
        try tx.execute(
            """
            UPDATE arrived AS a SET postcode = p.postcode, city = p.city, departement = p.departement
            FROM registry_places AS p WHERE p.siren = a.siren AND p.diffusion = 'O' AND a.diffusion = 'O'
            """
        )
        try tx.execute(
            """
            INSERT INTO registry_changes AS c SELECT * FROM arrived
            ON CONFLICT (siren) DO UPDATE SET name = excluded.name, naf = excluded.naf, naf25 = excluded.naf25,
                legal_form = excluded.legal_form, workforce_band = excluded.workforce_band,
                category = excluded.category, postcode = excluded.postcode, city = excluded.city,
                departement = excluded.departement, state = excluded.state, diffusion = excluded.diffusion,
                created_on = excluded.created_on, updated_at = excluded.updated_at
            WHERE excluded.updated_at >= c.updated_at OR c.updated_at IS NULL
                OR (excluded.updated_at IS NULL AND excluded.diffusion <> 'O')
            """
        )
        let row = try tx.query(
            """
            WITH merged AS (
                INSERT INTO registry AS r SELECT * FROM arrived
                ON CONFLICT (siren) DO UPDATE SET name = excluded.name, naf = excluded.naf, naf25 = excluded.naf25,
                    legal_form = excluded.legal_form, workforce_band = excluded.workforce_band,
                    category = excluded.category, postcode = excluded.postcode, city = excluded.city,
                    departement = excluded.departement, state = excluded.state, diffusion = excluded.diffusion,
                    created_on = excluded.created_on, updated_at = excluded.updated_at
                WHERE r IS DISTINCT FROM excluded
                    AND (excluded.updated_at >= r.updated_at OR r.updated_at IS NULL
                        OR (excluded.updated_at IS NULL AND excluded.diffusion <> 'O'))
                RETURNING xmax = 0 AS is_new
            )
            SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM merged
            """
        ).first
        // Whoever keeps their name back keeps back their place, too.
        try tx.execute(
            """
            DELETE FROM registry_places WHERE siren IN (
                SELECT siren FROM registry JOIN arrived USING (siren) WHERE registry.diffusion <> 'O')
            """
        )
        return try row?.decode(Int.self, Int.self) ?? (0, 0)
    }

    private static func mergePlaces(in tx: isolated PostgresSession) throws -> (created: Int, updated: Int) {
        let row = try tx.query(
            """
            WITH merged AS (
                INSERT INTO registry_places AS p SELECT * FROM arrived
                ON CONFLICT (siren) DO UPDATE SET postcode = excluded.postcode, city = excluded.city,
                    departement = excluded.departement, diffusion = excluded.diffusion,
                    updated_at = excluded.updated_at, is_change = true
                WHERE (p.postcode, p.city, p.departement, p.diffusion, p.updated_at) IS DISTINCT FROM
                        (excluded.postcode, excluded.city, excluded.departement, excluded.diffusion, excluded.updated_at)
                    AND (excluded.updated_at >= p.updated_at OR p.updated_at IS NULL
                        OR (excluded.updated_at IS NULL AND excluded.diffusion <> 'O'))
                RETURNING xmax = 0 AS is_new
            )
            SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM merged
            """
        ).first
        // As the places stand now, also where the day's differences were the older ones.
        try tx.execute(
            """
            UPDATE registry AS r SET postcode = p.postcode, city = p.city, departement = p.departement
            FROM registry_places AS p JOIN arrived AS a ON a.siren = p.siren
            WHERE r.siren = p.siren AND r.diffusion = 'O'
                AND (r.postcode, r.city, r.departement) IS DISTINCT FROM (p.postcode, p.city, p.departement)
            """
        )
        return try row?.decode(Int.self, Int.self) ?? (0, 0)
    }
}
