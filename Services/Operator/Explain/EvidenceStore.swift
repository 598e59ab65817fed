import Contracts
import Foundation
import Postgres

/// What enrichment publishes of one SIREN.
enum EvidenceStore {
    static func evidence(of siren: String, in tx: isolated PostgresSession) throws -> Evidence {
        let (record, validUntil) = try record(of: siren, in: tx)
        return Evidence(
            facts: try facts(of: siren, in: tx),
            calls: try calls(about: siren, in: tx),
            spentCents: try spent(on: siren, in: tx),
            record: record,
            nextLookAt: try nextLook(at: siren, in: tx) ?? validUntil
        )
    }

    private static func facts(of siren: String, in tx: isolated PostgresSession) throws -> [Evidence.Fact] {
        let rows = try tx.query(
            """
            SELECT f.field, f.period::text, f.value #>> '{}', f.unit, f.precision_cents, f.source, f.method,
                f.source_date::text, f.fetched_at, f.valid_until, f.cost_cents::bigint, f.confidence::bigint,
                coalesce((SELECT u.email FROM people.v_users AS u WHERE u.id::text = f.actor), f.actor), f.note,
                (SELECT count(*) FROM enrichment.v_fact_history AS h WHERE h.siren = f.siren AND h.field = f.field
                    AND h.source = f.source AND h.period IS NOT DISTINCT FROM f.period AND h.superseded_by IS NOT NULL),
                concat_ws(', ', l.filename, l.data_date)
            FROM enrichment.v_facts AS f LEFT JOIN enrichment.v_ratio_loads AS l ON l.id = f.file_id
            WHERE f.siren = $1
            ORDER BY f.field !~ '^(turnover|result|accounts)', f.period DESC NULLS LAST, f.field, f.source LIMIT 500
            """,
            siren
        )
        return try rows.map { row in
            Evidence.Fact(
                field: try row.value(0),
                period: try row.value(1),
                value: try row.value(2),
                unit: try row.value(3),
                precisionCents: try row.value(4),
                source: try row.value(5),
                method: try row.value(6),
                sourceDate: try row.value(7),
                fetchedAt: try row.value(8),
                validUntil: try row.value(9),
                costCents: try row.value(10, as: Int.self),
                confidence: try row.value(11, as: Int.self),
                file: try row.value(15, as: String.self).nonEmpty,
                enteredBy: try row.value(12),
                note: try row.value(13),
                superseded: try row.value(14, as: Int.self)
            )
        }
    }

    private static func calls(about siren: String, in tx: isolated PostgresSession) throws -> [Evidence.Call] {
        let rows = try tx.query(
            """
            SELECT provider, operation, at, status::bigint, outcome, cost_cents::bigint FROM enrichment.v_provider_calls
            WHERE siren = $1 ORDER BY at DESC LIMIT 50
            """,
            siren
        )
        return try rows.map { row in
            let (provider, question, at, status, outcome, cost) = try row.decode(
                String.self,
                String.self,
                Date.self,
                Int?.self,
                String.self,
                Int.self
            )
            return Evidence.Call(
                provider: provider,
                question: question,
                at: at,
                status: status,
                outcome: outcome,
                costCents: cost
            )
        }
    }

    private static func spent(on siren: String, in tx: isolated PostgresSession) throws -> Int64 {
        try tx.query(
            "SELECT coalesce(sum(cost_cents), 0)::bigint FROM enrichment.v_provider_calls WHERE siren = $1",
            siren
        ).first?.value(0, as: Int64.self) ?? 0
    }

    private static func record(
        of siren: String,
        in tx: isolated PostgresSession
    ) throws -> (EvidenceRecord?, Date?) {
        let rows = try tx.query("SELECT record, valid_until FROM enrichment.v_dossiers WHERE siren = $1", siren)
        guard let row = rows.first else { return (nil, nil) }
        let json = try row.value(0, as: JSONB?.self)
        return (try json.map { try Wire.decode(EvidenceRecord.self, from: $0.bytes) }, try row.value(1, as: Date.self))
    }

    private static func nextLook(at siren: String, in tx: isolated PostgresSession) throws -> Date? {
        try tx.query(
            "SELECT min(due_at) FROM enrichment.v_companies WHERE siren = $1 AND opposed_at IS NULL",
            siren
        ).first?.value(0, as: Date?.self)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
