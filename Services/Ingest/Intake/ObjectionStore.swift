import Foundation
import Postgres

enum ObjectionStore {
    /// Those of `fingerprints` that stand for somebody who objected.
    static func known(among fingerprints: [[UInt8]], in tx: isolated PostgresSession) throws -> Set<[UInt8]> {
        guard !fingerprints.isEmpty else { return [] }
        let rows = try tx.query(
            "SELECT fingerprint FROM objections WHERE kind IN ('company', 'address') AND fingerprint = ANY($1::bytea[])",
            fingerprints
        )
        return Set(try rows.values(as: [UInt8].self))
    }

    /// Keeps objections; one already known stays as it was first recorded.
    static func record(
        kinds: [String],
        fingerprints: [[UInt8]],
        sources: [String],
        at: [Date],
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO objections (kind, fingerprint, source, recorded_at)
            SELECT DISTINCT ON (kind, fingerprint) kind, fingerprint, source, at
            FROM unnest($1::text[], $2::bytea[], $3::text[], $4::timestamptz[]) AS o (kind, fingerprint, source, at)
            ORDER BY kind, fingerprint, at
            ON CONFLICT (kind, fingerprint, channel) DO UPDATE
                SET recorded_at = least(objections.recorded_at, excluded.recorded_at)
            """,
            kinds,
            fingerprints,
            sources,
            at
        )
    }

    /// Marks companies, and returns the SIRENs of those that have one, for their fingerprints.
    static func opposeCompanies(_ ids: [UUID], at: [Date], in tx: isolated PostgresSession) throws -> [String] {
        let rows = try tx.query(
            """
            UPDATE companies AS c SET opposed_at = least(c.opposed_at, n.at), version = c.version + 1, updated_at = now()
            FROM (SELECT id, min(at) AS at FROM unnest($1::uuid[], $2::timestamptz[]) AS o (id, at) GROUP BY id) AS n
            WHERE c.id = n.id AND (c.opposed_at IS NULL OR c.opposed_at > n.at)
            RETURNING siren
            """,
            ids,
            at
        )
        return try rows.compactMap { try $0.value(0, as: String?.self) }
    }

    /// Marks contacts by identifier or address, in every department.
    static func opposeContacts(
        ids: [UUID],
        fingerprints: [[UInt8]],
        at: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            UPDATE contacts SET opposed_at = least(opposed_at, $3), version = version + 1, updated_at = now()
            WHERE id IN (
                    SELECT id FROM contacts WHERE id = ANY($1::uuid[])
                    UNION SELECT id FROM contacts WHERE email_fingerprint = ANY($2::bytea[])
                    UNION SELECT id FROM contacts WHERE phone_fingerprint = ANY($2::bytea[]))
                AND (opposed_at IS NULL OR opposed_at > $3)
            """,
            ids,
            fingerprints,
            at
        )
    }

    /// Fingerprints of a contact's addresses.
    static func addresses(of contact: UUID, in tx: isolated PostgresSession) throws -> [[UInt8]] {
        let row = try tx.query(
            "SELECT email_fingerprint, phone_fingerprint FROM contacts WHERE id = $1",
            contact
        ).first
        let (email, phone) = try row?.decode([UInt8]?.self, [UInt8]?.self) ?? (nil, nil)
        return [email, phone].compactMap(\.self)
    }

    /// Every contact with one of these identifiers or addresses, in every department.
    static func contacts(
        ids: [UUID],
        fingerprints: [[UInt8]],
        in tx: isolated PostgresSession
    ) throws -> [(id: UUID, company: UUID)] {
        let rows = try tx.query(
            """
            SELECT id, company_id FROM contacts
            WHERE id IN (
                SELECT id FROM contacts WHERE id = ANY($1::uuid[])
                UNION SELECT id FROM contacts WHERE email_fingerprint = ANY($2::bytea[])
                UNION SELECT id FROM contacts WHERE phone_fingerprint = ANY($2::bytea[]))
            ORDER BY id FOR UPDATE
            """,
            ids,
            fingerprints
        )
        return try rows.map { row in
            let (id, company) = try row.decode(UUID.self, UUID.self)
            return (id, company)
        }
    }

    /// Forgets what imports read about erased contacts; what the lines did stays known.
    static func forgetRows(contacts: [UUID], companies: [UUID], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            UPDATE import_rows SET raw = NULL, before = NULL, after = NULL
            WHERE company_id = ANY($2::uuid[]) AND contact_id = ANY($1::uuid[])
            """,
            contacts,
            companies
        )
    }
}
