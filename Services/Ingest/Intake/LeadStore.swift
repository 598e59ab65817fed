import Foundation
import Postgres

/// A lead of another department whose company found its SIREN.
struct NeighbourLead: Sendable {
    let id: UUID
    let companyID: UUID
    let department: String
    let source: String
    let version: Int64
    let sight: LeadSight
}

enum LeadStore {
    /// One department's leads of these companies, locked.
    static func load(
        companies: [UUID],
        department: String,
        in tx: isolated PostgresSession
    ) throws -> [LeadRecord] {
        guard !companies.isEmpty else { return [] }
        let rows = try tx.query(
            """
            SELECT id, company_id, owner_hint, stage_hint, next_step, next_step_on::text, note,
                turnover_hint_cents::text, extra, source, motion, stamps, version, withdrawn_at IS NOT NULL
            FROM leads WHERE company_id = ANY($1::uuid[]) AND department_id = $2
            ORDER BY id FOR UPDATE
            """,
            companies,
            department
        )
        return try rows.map(decode)
    }

    static func save(_ leads: [LeadRecord], department: String, in tx: isolated PostgresSession) throws {
        let touched = leads.filter { $0.record.mustStore }
        guard !touched.isEmpty else { return }
        let records = touched.map(\.record)
        try tx.execute(
            """
            INSERT INTO leads AS l (id, company_id, department_id, owner_hint, stage_hint, next_step, next_step_on, note,
                turnover_hint_cents, extra, source, motion, stamps, version, withdrawn_at)
            SELECT id, company_id, $14, owner_hint, stage_hint, next_step, next_step_on::date, note,
                turnover::bigint, extra, source, motion, stamps, version, CASE WHEN withdrawn THEN now() END
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::jsonb[], $10::text[], $11::text[], $12::jsonb[], $13::bigint[], $15::boolean[])
                AS n (id, company_id, owner_hint, stage_hint, next_step, next_step_on, note, turnover, extra, source,
                    motion, stamps, version, withdrawn)
            ON CONFLICT (id) DO UPDATE SET owner_hint = excluded.owner_hint, stage_hint = excluded.stage_hint,
                next_step = excluded.next_step, next_step_on = excluded.next_step_on, note = excluded.note,
                turnover_hint_cents = excluded.turnover_hint_cents, extra = excluded.extra, source = excluded.source,
                motion = excluded.motion, stamps = excluded.stamps, version = excluded.version,
                withdrawn_at = excluded.withdrawn_at, updated_at = now()
            """,
            records.ids,
            touched.map(\.companyID),
            records.column(Column.ownerHint),
            records.column(Column.stageHint),
            records.column(Column.nextStep),
            records.column(Column.nextStepOn),
            records.column(Column.note),
            records.column(Column.turnoverHint),
            try records.extras(),
            touched.map(\.source),
            touched.map(\.motion),
            try records.stamps(),
            records.versions,
            department,
            touched.map(\.isWithdrawn)
        )
    }

    /// Gives other departments' leads of companies that found their SIREN a new version, for announcing them again.
    static func touchNeighbours(
        of companies: [UUID],
        except department: String,
        in tx: isolated PostgresSession
    ) throws -> [NeighbourLead] {
        guard !companies.isEmpty else { return [] }
        let rows = try tx.query(
            """
            UPDATE leads AS l SET version = l.version + 1, updated_at = now()
            FROM companies AS c
            WHERE c.id = l.company_id AND l.company_id = ANY($1::uuid[]) AND l.department_id <> $2
                AND l.withdrawn_at IS NULL
            RETURNING l.id, l.company_id, l.department_id, l.source, l.version, l.owner_hint, l.stage_hint, l.next_step,
                l.next_step_on::text, l.motion, c.siren, c.name, c.postcode,
                EXISTS (SELECT 1 FROM contacts AS k WHERE k.company_id = l.company_id
                    AND k.department_id = l.department_id AND k.withdrawn_at IS NULL AND k.opposed_at IS NULL
                    AND k.phone_e164 IS NOT NULL),
                EXISTS (SELECT 1 FROM contacts AS k WHERE k.company_id = l.company_id
                    AND k.department_id = l.department_id AND k.withdrawn_at IS NULL AND k.opposed_at IS NULL
                    AND k.email IS NOT NULL)
            """,
            companies,
            department
        )
        return try rows.map(neighbour)
    }

    private static func neighbour(_ row: PostgresRow) throws -> NeighbourLead {
        let (
            id, company, department, source, version, owner, stage, step, stepOn, motion, siren, name, postcode,
            hasPhone, hasEmail
        ) = try row.decode(
            UUID.self,
            UUID.self,
            String.self,
            String.self,
            Int64.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String.self,
            String?.self,
            String?.self,
            String?.self,
            Bool.self,
            Bool.self
        )
        let sight = LeadSight(
            siren: siren,
            companyName: name,
            postcode: postcode,
            hasPhone: hasPhone,
            hasEmail: hasEmail,
            owner: owner,
            stage: stage,
            nextStep: step,
            nextStepOn: stepOn,
            motion: motion
        )
        return NeighbourLead(
            id: id,
            companyID: company,
            department: department,
            source: source,
            version: version,
            sight: sight
        )
    }

    private static func decode(_ row: PostgresRow) throws -> LeadRecord {
        let (
            id, company, owner, stage, step, stepOn, note, turnover, extra, source, motion, stamps, version,
            withdrawn
        ) = try row.decode(
            UUID.self,
            UUID.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            JSONB.self,
            String.self,
            String.self,
            JSONB.self,
            Int64.self,
            Bool.self
        )
        let fields = try Fields(
            [
                Column.ownerHint: owner, Column.stageHint: stage, Column.nextStep: step, Column.nextStepOn: stepOn,
                Column.note: note, Column.turnoverHint: turnover,
            ],
            extra: extra,
            stamps: stamps
        )
        return LeadRecord(
            record: Record(id: id, version: version, fields: fields),
            companyID: company,
            source: source,
            motion: motion,
            isWithdrawn: withdrawn
        )
    }
}
