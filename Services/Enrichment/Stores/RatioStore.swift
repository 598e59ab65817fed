import Foundation
import FrenchBusiness
import Postgres

/// Tables `ratios` and `ratio_loads`: the bulk file of ratios_inpi_bce.
enum RatioStore {
    /// Where a load writes.
    struct Place: Sendable {
        /// The half of the table that nobody reads.
        let slot: Int
        /// Of the file of before; 0: there is none.
        let rowsBefore: Int
        /// The server's process: a session that was opened anew holds the lock no longer.
        fileprivate let backend: Int
    }

    private static let lock: Int64 = 0x52_4154_494F_53  // any number of our own

    /// Takes the lock of loads, which the session keeps until it ends, and empties the half that nobody reads.
    /// - Returns: nil while another load runs, in whichever replica.
    static func open(in tx: isolated PostgresSession) throws -> Place? {
        let row = try tx.query("SELECT pg_try_advisory_lock($1), pg_backend_pid()::bigint", lock).first
        guard let (isFree, backend) = try row?.decode(Bool.self, Int.self), isFree else { return nil }
        let current = try tx.query("SELECT slot::bigint, stored FROM ratio_loads WHERE is_current").first
        let (slot, rows) = try current?.decode(Int.self, Int.self) ?? (1, 0)
        if slot == 1 { try tx.execute("TRUNCATE ratios_0") } else { try tx.execute("TRUNCATE ratios_1") }
        return Place(slot: 1 - slot, rowsBefore: rows, backend: backend)
    }

    /// Adds rows in COPY's text format.
    static func copy(_ rows: [UInt8], in place: Place, in tx: isolated PostgresSession) throws {
        try check(place, in: tx)
        try tx.copyIn(
            """
            COPY ratios (slot, siren, line, closing_date, statement, confidentiality, turnover, result, gross_margin,
                ebitda, ebitda_share)
            FROM STDIN
            """
        ) { writer in try writer.write(rows) }
    }

    /// Makes the file that fills `place` the one that is read.
    /// - Returns: companies of the base about which it knows accounts that nobody knew; they are due for a look.
    static func publish(
        _ report: RatiosReport,
        in place: Place,
        at now: Date,
        in tx: isolated PostgresSession
    ) throws -> Int {
        try check(place, in: tx)
        try tx.execute("UPDATE ratio_loads SET is_current = false WHERE is_current")
        try tx.execute(
            """
            INSERT INTO ratio_loads (id, slot, is_current, filename, data_date, started_at, finished_at, lines, stored,
                refused, flagged, report)
            VALUES ($1, $2::bigint, true, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            report.id,
            place.slot,
            report.filename,
            CivilDay(report.date),
            report.startedAt,
            now,
            report.lines,
            report.stored,
            report.refused,
            report.flagged,
            JSONB(report.json)
        )
        return try callForLooks(at: now, place, in: tx)
    }

    /// Rows that somebody settles at this moment are left: that look ends, and the next file comes.
    private static func callForLooks(at now: Date, _ place: Place, in tx: isolated PostgresSession) throws -> Int {
        let companies = try tx.query(
            """
            WITH news AS MATERIALIZED (
                SELECT DISTINCT c.siren FROM companies AS c
                JOIN ratios AS r ON r.slot = $1::bigint AND r.siren = c.siren AND r.turnover > 0
                WHERE c.opposed_at IS NULL AND c.due_at > $2 AND NOT EXISTS (
                    SELECT FROM turnover AS t WHERE t.siren = r.siren AND t.closing_date = r.closing_date
                        AND t.source = 'ratios_inpi_bce')
                    -- What the file of before held was looked at then, and left for a reason.
                    AND NOT EXISTS (
                        SELECT FROM ratios AS o WHERE o.slot = $3::bigint AND o.siren = r.siren
                            AND o.closing_date = r.closing_date AND o.turnover > 0)),
            chosen AS MATERIALIZED (
                SELECT d.siren FROM dossiers AS d JOIN news USING (siren) ORDER BY d.siren
                FOR UPDATE OF d SKIP LOCKED),
            aged AS (
                UPDATE dossiers SET valid_until = least(valid_until, $2) FROM chosen
                WHERE dossiers.siren = chosen.siren RETURNING dossiers.siren),
            called AS MATERIALIZED (
                SELECT c.company_id FROM companies AS c JOIN aged USING (siren) ORDER BY c.company_id
                FOR UPDATE OF c SKIP LOCKED)
            UPDATE companies SET due_at = $2 FROM called WHERE companies.company_id = called.company_id
            RETURNING companies.company_id
            """,
            place.slot,
            now,
            1 - place.slot
        )
        return companies.count
    }

    private static func check(_ place: Place, in tx: isolated PostgresSession) throws {
        let backend = try tx.query("SELECT pg_backend_pid()::bigint").first?.value(0, as: Int.self)
        guard backend == place.backend else { throw LoadRefusal.interrupted }
    }

    /// Lines that one SIREN may have in the file: more are left out.
    private static let linesAtMost = 100

    /// What the current file says of `sirens`, in one statement: file and rows are of one moment.
    /// - Returns: nil where no file was loaded yet.
    static func files(about sirens: [SIREN], in tx: isolated PostgresSession) throws -> RatiosFiles? {
        let rows = try tx.query(
            """
            SELECT l.id, l.filename, l.data_date::text, r.siren, r.closing_date::text, r.statement, r.confidentiality,
                r.turnover::text, r.result::text, r.gross_margin::text, r.ebitda::text, r.ebitda_share::text
            FROM ratio_loads AS l CROSS JOIN unnest($1::text[]) AS asked (siren) LEFT JOIN LATERAL (
                SELECT * FROM ratios WHERE ratios.slot = l.slot AND ratios.siren = asked.siren LIMIT $2::bigint) AS r ON true
            WHERE l.is_current
            """,
            sirens.map(\.text),
            linesAtMost
        )
        guard let first = rows.first, let date = CivilDate(parsing: try first.value(2, as: String.self)) else {
            return nil
        }
        let proof = FileProof(id: try first.value(0, as: UUID.self), name: try first.value(1), date: date)
        let lines = try rows.compactMap { try cells(of: $0) }
        return RatiosFiles(proof: proof, lines: Dictionary(grouping: lines) { $0["siren"] ?? "" })
    }

    /// In the names of the dataset's records; nil for the row that only names the file.
    private static func cells(of row: PostgresRow) throws -> [String: String]? {
        let names = [
            "siren", "date_cloture_exercice", "type_bilan", "confidentiality", "chiffre_d_affaires", "resultat_net",
            "marge_brute", "ebe", "marge_ebe",
        ]
        var cells: [String: String] = [:]
        for (index, name) in names.enumerated() { cells[name] = try row.value(index + 3, as: String?.self) }
        return cells["siren"] == nil ? nil : cells
    }
}
