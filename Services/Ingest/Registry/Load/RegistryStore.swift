import Foundation
import NIOCore
import Postgres

/// Loads of `registry` and what belongs to it. The functions called here stand in the migration `0006_universe`.
enum RegistryStore {
    private static let lock: Int64 = 0x51_5245_4E45  // any number of our own

    /// - Returns: false while another load runs, in whichever replica. Held until the session ends.
    static func tryLock(in tx: isolated PostgresSession) throws -> Bool {
        try tx.query("SELECT pg_try_advisory_lock($1)", lock).first?.value(0) ?? false
    }

    static func exactRows(in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT count(*) FROM registry").first?.value(0) ?? 0
    }

    /// About how many rows the registry has: as at its last analysis.
    static func rows(in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'registry'::regclass").first?
            .value(0) ?? 0
    }

    // MARK: A stock

    static func openStage(_ kind: RegistryKind, in tx: isolated PostgresSession) throws {
        try tx.execute("SELECT open_stage($1)", kind.relation)
    }

    /// Rows are frozen as they come, since nobody can see the stage before it is whole: no vacuum has to follow.
    static func copy(
        _ pieces: Handoff<ByteBuffer>,
        _ kind: RegistryKind,
        in tx: isolated PostgresSession
    ) throws -> StockCount {
        let copy = StockCopy(kind)
        switch kind {
        case .units:
            try tx.copyIn(
                """
                COPY registry_stage (siren, name, naf, naf25, legal_form, workforce_band, category, state, diffusion,
                    created_on, updated_at)
                FROM STDIN (FREEZE)
                """
            ) { writer in try copy.run(pieces, into: &writer) }
        case .establishments:
            try tx.copyIn(
                """
                COPY registry_places_stage (siren, postcode, city, departement, diffusion, updated_at)
                FROM STDIN (FREEZE)
                """
            ) { writer in try copy.run(pieces, into: &writer) }
        }
        return copy.count
    }

    /// - Returns: lines whose SIREN the file names again with a later treatment.
    static func keyStage(_ kind: RegistryKind, in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT key_stage($1)", kind.relation).first?.value(0) ?? 0
    }

    /// Adds to the stage what the file does not hold: the units' places, and what is newer than the file.
    static func complete(_ kind: RegistryKind, in tx: isolated PostgresSession) throws {
        switch kind {
        case .units:
            let arePlacesKnown: Bool =
                try tx.query("SELECT EXISTS (SELECT FROM registry_places)").first?.value(0) ?? false
            if arePlacesKnown { try tx.execute("SELECT place_stage('registry_stage')") }
            try tx.execute(
                "DELETE FROM registry_changes WHERE updated_at <= (SELECT max(updated_at) FROM registry_stage)"
            )
            try upsertLaterUnits(in: tx)
        case .establishments:
            try tx.execute(
                """
                INSERT INTO registry_places_stage
                SELECT * FROM registry_places
                WHERE is_change AND updated_at > (SELECT max(updated_at) FROM registry_places_stage)
                ON CONFLICT (siren) DO UPDATE SET postcode = excluded.postcode, city = excluded.city,
                    departement = excluded.departement, diffusion = excluded.diffusion,
                    updated_at = excluded.updated_at, is_change = true
                """
            )
            try tx.execute("SELECT swap_places()")
            try tx.execute("SELECT place_stage('registry')")
        }
    }

    private static func upsertLaterUnits(in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO registry_stage
            SELECT c.siren, c.name, c.naf, c.naf25, c.legal_form, c.workforce_band, c.category, p.postcode, p.city,
                p.departement, c.state, c.diffusion, c.created_on, c.updated_at
            FROM registry_changes AS c
            LEFT JOIN registry_places AS p ON p.siren = c.siren AND p.diffusion = 'O' AND c.diffusion = 'O'
            ON CONFLICT (siren) DO UPDATE SET name = excluded.name, naf = excluded.naf, naf25 = excluded.naf25,
                legal_form = excluded.legal_form, workforce_band = excluded.workforce_band,
                category = excluded.category, postcode = excluded.postcode, city = excluded.city,
                departement = excluded.departement, state = excluded.state, diffusion = excluded.diffusion,
                created_on = excluded.created_on, updated_at = excluded.updated_at
            """
        )
    }

    static func indexStage(in tx: isolated PostgresSession) throws {
        try tx.execute("SELECT index_stage()")
    }

    /// For the search's planner, before anybody searches.
    static func analyzeStage(in tx: isolated PostgresSession) throws {
        try tx.execute("SELECT analyze_stage()")
    }

    static func summaryOfStage(in tx: isolated PostgresSession) throws -> (until: Date?, rows: Int) {
        let row = try tx.query("SELECT max(updated_at), count(*) FROM registry_stage").first
        return try row?.decode(Date?.self, Int.self) ?? (nil, 0)
    }

    static func swap(in tx: isolated PostgresSession) throws {
        try tx.execute("SELECT swap_registry()")
    }

    static func dropStages(in tx: isolated PostgresSession) throws {
        try tx.execute("SELECT drop_stages()")
    }

    /// What a killed load left; nothing while one runs.
    static func sweep(in tx: isolated PostgresSession) throws {
        let isFree: Bool = try tx.query("SELECT pg_try_advisory_xact_lock($1)", lock).first?.value(0) ?? false
        if isFree { try dropStages(in: tx) }
    }

    // MARK: What was loaded

    static func note(_ report: RegistryReport, token: UUID, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO registry_loads (id, kind, mode, filename, token_id, started_at, finished_at, data_until, lines,
                stored, refused, flagged, report)
            VALUES ($1::text::uuid, $2, $3, $4, $5, $6, clock_timestamp(), $7, $8, $9, $10, $11, $12::jsonb)
            """,
            report.id,
            report.kind,
            report.mode,
            report.filename,
            token,
            report.startedOn,
            report.until,
            report.lines,
            report.stored,
            report.refused,
            report.flagged,
            JSONB(JSONAnswer.bytes(report))
        )
    }
}

extension RegistryKind {
    fileprivate var relation: String { self == .units ? "registry" : "registry_places" }
}
