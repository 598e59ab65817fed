import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// The three-year clock of `contacts`.
enum ClockStore {
    /// A contact that came from a prospect, to one department.
    struct Word: Sendable {
        let lead: LeadID
        let at: Date
    }

    struct Expired: Sendable {
        let contact: ContactID
        /// Where the contact is the company itself, and nobody else there is kept: a sole trader.
        let company: CompanyID?
        let department: DepartmentID
        /// Hexadecimal; those that another contact still bears are left out.
        let fingerprints: [String]
    }

    /// Starts the clock again for all contacts of the leads' companies; an older word changes nothing.
    static func restart(_ words: [Word], in tx: isolated PostgresSession) throws {
        guard !words.isEmpty else { return }
        try tx.execute(
            """
            WITH word AS (
                SELECT l.company_id, l.department_id, max(w.at) AS at
                FROM unnest($1::uuid[], $2::timestamptz[]) AS w (lead_id, at) JOIN leads AS l ON l.id = w.lead_id
                GROUP BY 1, 2
            ), held AS MATERIALIZED (
                SELECT c.id, word.at FROM contacts AS c
                JOIN word ON word.company_id = c.company_id AND word.department_id = c.department_id
                WHERE c.withdrawn_at IS NULL AND (c.inbound_at IS NULL OR c.inbound_at < word.at)
                ORDER BY c.id FOR UPDATE OF c
            )
            UPDATE contacts AS c SET inbound_at = held.at,
                keep_until = greatest(c.keep_until, (held.at + interval '3 years')::date), updated_at = now()
            FROM held WHERE c.id = held.id
            """,
            words.map(\.lead.rawValue),
            words.map(\.at)
        )
    }

    /// Contacts that nobody heard from for three years, the oldest first; each is taken again the next day unless its
    /// erasure has come through by then. A mailbox of the house is nobody's data and stays.
    static func takeExpired(on today: CivilDate, limit: Int, in tx: isolated PostgresSession) throws -> [Expired] {
        let (year, month, day) = today.fields
        return try tx.query(
            """
            WITH chosen AS MATERIALIZED (
                SELECT id FROM contacts
                WHERE keep_until < $1 AND withdrawn_at IS NULL AND NOT (is_role_address AND name IS NULL)
                ORDER BY keep_until, id LIMIT $2::bigint FOR UPDATE SKIP LOCKED
            ), taken AS (
                UPDATE contacts AS c SET keep_until = $1 FROM chosen WHERE c.id = chosen.id
                RETURNING c.id, c.company_id, c.department_id, c.email_fingerprint, c.phone_fingerprint
            )
            SELECT t.id,
                CASE WHEN k.is_sole_trader AND NOT EXISTS (
                    SELECT FROM contacts AS o WHERE o.company_id = t.company_id AND o.withdrawn_at IS NULL
                        AND o.keep_until > $1) THEN t.company_id END,
                t.department_id,
                ARRAY(SELECT encode(print, 'hex') FROM unnest(ARRAY[t.email_fingerprint, t.phone_fingerprint]) AS print
                    WHERE print IS NOT NULL
                        AND NOT EXISTS (SELECT FROM contacts AS o WHERE o.email_fingerprint = print
                            AND o.id <> t.id AND o.withdrawn_at IS NULL AND o.keep_until > $1)
                        AND NOT EXISTS (SELECT FROM contacts AS o WHERE o.phone_fingerprint = print
                            AND o.id <> t.id AND o.withdrawn_at IS NULL AND o.keep_until > $1)
                    ORDER BY 1)
            FROM taken AS t JOIN companies AS k ON k.id = t.company_id ORDER BY t.id
            """,
            CivilDay(year: year, month: month, day: day),
            limit
        ).map { row in
            Expired(
                contact: ContactID(rawValue: try row.value(0)),
                company: try row.value(1, as: UUID?.self).map { CompanyID(rawValue: $0) },
                department: DepartmentID(rawValue: try row.value(2)),
                fingerprints: try row.value(3)
            )
        }
    }
}
