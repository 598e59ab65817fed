import Contracts
import Foundation
import Messaging
import Postgres

/// How departments can reach companies, and who must not be reached.
enum ContactStore {
    /// Keeps the newest flags of each contact; of two of the same moment, the same ones in whatever order they come.
    static func register(_ deliveries: [Delivery<ContactRegistered>]) -> PostgresStatement {
        let contacts = deliveries.map(\.message)
        return PostgresStatement(
            """
            INSERT INTO contacts AS c (contact_id, company_id, department_id, has_phone, has_email, is_personal_number,
                heard_at)
            SELECT DISTINCT ON (id) id, company_id, department_id, phone, email, personal, at
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[], $5::boolean[], $6::boolean[],
                $7::timestamptz[]) AS e (id, company_id, department_id, phone, email, personal, at)
            ORDER BY id, at DESC, phone DESC, email DESC, personal DESC
            ON CONFLICT (contact_id) DO UPDATE SET company_id = excluded.company_id,
                department_id = excluded.department_id, has_phone = excluded.has_phone AND c.erased_at IS NULL,
                has_email = excluded.has_email AND c.erased_at IS NULL,
                is_personal_number = excluded.is_personal_number AND c.erased_at IS NULL, heard_at = excluded.heard_at
            WHERE c.heard_at IS NULL
                OR (excluded.heard_at, excluded.has_phone, excluded.has_email, excluded.is_personal_number)
                > (c.heard_at, c.has_phone, c.has_email, c.is_personal_number)
            """,
            contacts.map(\.contactID.rawValue),
            contacts.map(\.companyID.rawValue),
            contacts.map(\.department.rawValue),
            contacts.map(\.hasPhone),
            contacts.map(\.hasEmail),
            contacts.map(\.isPersonalNumber),
            deliveries.map(\.envelope.occurredAt)
        )
    }

    /// Notes that persons objected, for good; the first objection counts.
    /// - Returns: the companies of those contacts, as far as they are known.
    static func oppose(
        _ objections: [(contact: ContactID, event: ObjectionRecorded)],
        in tx: isolated PostgresSession
    ) throws -> [ContactID: CompanyID] {
        let events = objections.map(\.event)
        return try companies(
            tx.query(
                """
                INSERT INTO contacts AS c (contact_id, company_id, department_id, opposed_at, opposed_source)
                SELECT DISTINCT ON (id) id, company_id, department_id, at, source
                FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[])
                    AS e (id, company_id, department_id, at, source)
                ORDER BY id, at, source
                ON CONFLICT (contact_id) DO UPDATE SET company_id = coalesce(c.company_id, excluded.company_id),
                    department_id = CASE c.department_id WHEN '' THEN excluded.department_id ELSE c.department_id END,
                    opposed_source = CASE WHEN (c.opposed_at, c.opposed_source)
                        < (excluded.opposed_at, excluded.opposed_source) THEN c.opposed_source
                        ELSE excluded.opposed_source END,
                    opposed_at = least(c.opposed_at, excluded.opposed_at)
                RETURNING contact_id, company_id
                """,
                objections.map(\.contact.rawValue),
                events.map { $0.companyID?.rawValue },
                events.map { $0.department?.rawValue ?? "" },
                events.map(\.at),
                events.map(\.source)
            )
        )
    }

    /// Drops the flags of erased persons, for good.
    /// - Returns: the companies of those contacts, as far as they are known.
    static func erase(_ events: [PersonErased], in tx: isolated PostgresSession) throws -> [ContactID: CompanyID] {
        try companies(
            tx.query(
                """
                INSERT INTO contacts AS c (contact_id, company_id, erased_at)
                SELECT DISTINCT ON (id) id, company_id, at
                FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS e (id, company_id, at)
                ORDER BY id, at
                ON CONFLICT (contact_id) DO UPDATE SET company_id = coalesce(c.company_id, excluded.company_id),
                    has_phone = false, has_email = false, is_personal_number = false,
                    erased_at = least(c.erased_at, excluded.erased_at)
                RETURNING contact_id, company_id
                """,
                events.map(\.contactID.rawValue),
                events.map { $0.companyID?.rawValue },
                events.map(\.at)
            )
        )
    }

    private static func companies(_ rows: PostgresRows) throws -> [ContactID: CompanyID] {
        var companies: [ContactID: CompanyID] = [:]
        for row in rows {
            let (contact, company) = try row.decode(UUID.self, UUID?.self)
            companies[ContactID(rawValue: contact)] = company.map(CompanyID.init(rawValue:))
        }
        return companies
    }
}
