import Foundation
import Postgres

/// What enrichment's tables say of the looks, read with every right.
enum LookStore {
    /// Companies about which something was announced that was looked up.
    static func settled(in tx: isolated PostgresSession) throws -> Int {
        try tx.query(
            "SELECT count(*) FROM enrichment.companies WHERE announced_at IS NOT NULL AND state IN ('done', 'ceased')"
        ).first?.value(0, as: Int.self) ?? 0
    }

    /// `SIREN closing cents` of the dataset's own figures.
    static func figures(in tx: isolated PostgresSession) throws -> Set<String> {
        Set(
            try tx.query(
                """
                SELECT concat_ws(' ', siren, closing_date, amount_cents) FROM enrichment.turnover
                WHERE source = 'ratios_inpi_bce' AND kind = 'social' AND amount_cents IS NOT NULL
                """
            ).values(as: String.self)
        )
    }

    /// `provider outcome reason` of every step of the last looks.
    static func steps(in tx: isolated PostgresSession) throws -> Set<String> {
        Set(
            try tx.query(
                """
                SELECT DISTINCT concat_ws(' ', t ->> 'provider', t ->> 'outcome', t ->> 'reason')
                FROM enrichment.dossiers AS d, jsonb_array_elements(d.body -> 'kept' -> 'trail') AS t
                """
            ).values(as: String.self)
        )
    }

    /// SIRENs that the dataset was skipped for, by a rule.
    static func skipped(in tx: isolated PostgresSession) throws -> Set<String> {
        Set(
            try tx.query(
                """
                SELECT d.siren FROM enrichment.dossiers AS d, jsonb_array_elements(d.body -> 'kept' -> 'trail') AS t
                WHERE t ->> 'provider' = 'ratios_inpi_bce' AND t ->> 'question' = 'by_siren'
                    AND t ->> 'outcome' = 'skipped'
                """
            ).values(as: String.self)
        )
    }

    /// Calls that cost money, those whose answer was lost included: `provider operation SIREN times`, of more than one.
    static func paidTwice(in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            SELECT concat_ws(' ', provider, operation, siren, count(*)) FROM enrichment.provider_calls
            WHERE cost_cents > 0 GROUP BY provider, operation, siren HAVING count(*) > 1
            """
        ).values(as: String.self)
    }

    static func deadLetters(in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT count(*) FROM msg.dead_letter").first?.value(0, as: Int.self) ?? -1
    }

    /// `SIREN closing cents` that a page gave.
    static func pageFigures(in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            SELECT concat_ws(' ', siren, closing_date, amount_cents) FROM enrichment.turnover
            WHERE source = 'societe_com_pages' AND amount_cents IS NOT NULL
            """
        ).values(as: String.self)
    }

    /// Calls that brought no answer.
    static func lost(in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT count(*) FROM enrichment.provider_calls WHERE status IS NULL AND outcome <> 'sent'").first?
            .value(0, as: Int.self) ?? 0
    }

    static func calls(of provider: String, in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT count(*) FROM enrichment.provider_calls WHERE provider = $1", provider).first?
            .value(0, as: Int.self) ?? 0
    }

    /// Rows and sum of the bulk file that is read.
    static func currentFile(in tx: isolated PostgresSession) throws -> String {
        try tx.query(
            """
            SELECT concat_ws(' ', count(*), sum(r.turnover)) FROM enrichment.ratio_loads AS l
            JOIN enrichment.ratios AS r ON r.slot = l.slot WHERE l.is_current
            """
        ).first?.value(0) ?? ""
    }

    static func rowsNobodyReads(in tx: isolated PostgresSession) throws -> Int {
        try tx.query(
            """
            SELECT count(*) FROM enrichment.ratios AS r
            WHERE r.slot NOT IN (SELECT slot FROM enrichment.ratio_loads WHERE is_current)
            """
        ).first?.value(0, as: Int.self) ?? 0
    }
}
