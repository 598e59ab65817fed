import Foundation
import NIOCore
import Postgres

/// A day's differences, merged into `registry` and `registry_places`: what is older than what is there changes nothing.
extension RegistryStore {
    /// - Returns: INSEE's latest treatment among the differences.
    static func latestChange(_ kind: RegistryKind, in tx: isolated PostgresSession) throws -> Date? {
        let rows =
            switch kind {
            case .units: try tx.query("SELECT max(updated_at) FROM registry_stage")
            case .establishments: try tx.query("SELECT max(updated_at) FROM registry_places_stage")
            }
        return try rows.first?.value(0, as: Date?.self) ?? nil
    }

    /// Merges the stage of differences and drops it.
    static func mergeChanges(
        _ kind: RegistryKind,
        arrived: Int,
        doubled: Int,
        in tx: isolated PostgresSession
    ) throws -> RegistryReport.Changed {
        let outcome = try kind == .units ? mergeUnits(in: tx) : mergePlaces(in: tx)
        try dropStages(in: tx)
        return .init(
            doubled: doubled,
            created: outcome.created,
            updated: outcome.updated,
            unchanged: arrived - doubled - outcome.created - outcome.updated
        )
    }

    /// Kept for later stocks, then applied. A row that is not newer changes nothing, but for one of unknown date that
    /// forbids prospecting: that is obeyed.
    private static func mergeUnits(in tx: isolated PostgresSession) throws -> (created: Int, updated: Int) {
        try tx.execute(
            """
            UPDATE registry_stage AS a SET postcode = p.postcode, city = p.city, departement = p.departement
            FROM registry_places AS p WHERE p.siren = a.siren AND p.diffusion = 'O' AND a.diffusion = 'O'
            """
        )
        try tx.execute(
            """
            INSERT INTO registry_changes AS c SELECT * FROM registry_stage
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
                INSERT INTO registry AS r SELECT * FROM registry_stage
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
                SELECT siren FROM registry JOIN registry_stage USING (siren) WHERE registry.diffusion <> 'O')
            """
        )
        return try row?.decode(Int.self, Int.self) ?? (0, 0)
    }

    private static func mergePlaces(in tx: isolated PostgresSession) throws -> (created: Int, updated: Int) {
        let row = try tx.query(
            """
            WITH merged AS (
                INSERT INTO registry_places AS p
                SELECT siren, postcode, city, departement, diffusion, updated_at, true FROM registry_places_stage
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
            FROM registry_places AS p JOIN registry_places_stage AS a ON a.siren = p.siren
            WHERE r.siren = p.siren AND r.diffusion = 'O'
                AND (r.postcode, r.city, r.departement) IS DISTINCT FROM (p.postcode, p.city, p.departement)
            """
        )
        return try row?.decode(Int.self, Int.self) ?? (0, 0)
    }
}
