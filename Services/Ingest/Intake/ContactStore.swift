import Foundation
import FrenchBusiness
import Postgres

enum ContactStore {
    /// One department's contacts of these companies, locked; those that left are left out.
    static func load(
        companies: [UUID],
        department: String,
        in tx: isolated PostgresSession
    ) throws -> [ContactRecord] {
        guard !companies.isEmpty else { return [] }
        let rows = try tx.query(
            """
            SELECT id, company_id, name, function, email, phone_e164, phone_raw, source, stamps, version,
                opposed_at IS NOT NULL
            FROM contacts WHERE company_id = ANY($1::uuid[]) AND department_id = $2 AND withdrawn_at IS NULL
            ORDER BY id FOR UPDATE
            """,
            companies,
            department
        )
        return try rows.map(decode)
    }

    /// Stores contacts with the fingerprints that objections are compared by. A new one is kept for three years from
    /// now unless the person is in touch (CNIL, référentiel gestion commerciale).
    static func save(
        _ contacts: [ContactRecord],
        soleTraders: Set<UUID>,
        department: String,
        in tx: isolated PostgresSession
    ) throws {
        let touched = contacts.filter { $0.record.mustStore }
        guard !touched.isEmpty else { return }
        let records = touched.map(\.record)
        try tx.execute(
            """
            INSERT INTO contacts AS c (id, company_id, department_id, name, function, email, is_role_address, phone_e164,
                phone_raw, is_personal_number, email_fingerprint, phone_fingerprint, source, keep_until, stamps, version)
            SELECT id, company_id, $15, name, function, email, is_role, phone, phone_raw, is_personal, email_print,
                phone_print, source, (now() + interval '3 years')::date, stamps, version
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[],
                $8::text[], $9::boolean[], $10::bytea[], $11::bytea[], $12::text[], $13::jsonb[], $14::bigint[])
                AS n (id, company_id, name, function, email, is_role, phone, phone_raw, is_personal, email_print,
                    phone_print, source, stamps, version)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, function = excluded.function, email = excluded.email,
                is_role_address = excluded.is_role_address, phone_e164 = excluded.phone_e164,
                phone_raw = excluded.phone_raw, is_personal_number = excluded.is_personal_number,
                email_fingerprint = excluded.email_fingerprint, phone_fingerprint = excluded.phone_fingerprint,
                stamps = excluded.stamps, version = excluded.version, updated_at = now()
            """,
            records.ids,
            touched.map(\.companyID),
            records.column(Column.name),
            records.column(Column.function),
            records.column(Column.email),
            touched.map { EmailAddress($0.record.fields[Column.email] ?? "")?.isGeneric ?? false },
            records.column(Column.phone),
            records.column(Column.phoneRaw),
            touched.map { $0.sight(isSoleTrader: soleTraders.contains($0.companyID)).isPersonalNumber },
            fingerprints(records, Column.email),
            fingerprints(records, Column.phone),
            touched.map(\.source),
            try records.stamps(),
            records.versions,
            department
        )
    }

    /// Empties contacts: a made-up person is taken back, or a real one erased.
    static func withdraw(_ ids: [UUID], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            UPDATE contacts SET withdrawn_at = now(), name = NULL, function = NULL, email = NULL, phone_e164 = NULL,
                phone_raw = NULL, email_fingerprint = NULL, phone_fingerprint = NULL, stamps = '{}', keep_until = NULL,
                version = version + 1, updated_at = now()
            WHERE id = ANY($1::uuid[]) AND withdrawn_at IS NULL
            """,
            ids
        )
    }

    private static func fingerprints(_ records: [Record], _ field: String) -> [[UInt8]?] {
        records.map { $0.fields[field].map(SHA256.digest) }
    }

    private static func decode(_ row: PostgresRow) throws -> ContactRecord {
        let (id, company, name, function, email, phone, phoneRaw, source, stamps, version, opposed) = try row.decode(
            UUID.self,
            UUID.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String.self,
            JSONB.self,
            Int64.self,
            Bool.self
        )
        let fields = try Fields(
            [
                Column.name: name, Column.function: function, Column.email: email, Column.phone: phone,
                Column.phoneRaw: phoneRaw,
            ],
            stamps: stamps
        )
        return ContactRecord(
            record: Record(id: id, version: version, fields: fields),
            companyID: company,
            source: source,
            isOpposed: opposed
        )
    }
}
