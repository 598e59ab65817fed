import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// SIRENs that colleagues gave for leads to identify.
enum IdentificationStore {
    /// The company that bears a SIREN, and whether the department has a lead there.
    struct Holder: Sendable {
        let company: UUID
        let isOpposed: Bool
        let hasOurLead: Bool
    }

    static func holder(
        of siren: SIREN,
        department: String,
        in tx: isolated PostgresSession
    ) throws -> Holder? {
        try tx.query(
            """
            SELECT c.id, c.opposed_at IS NOT NULL, EXISTS (
                SELECT FROM intake.v_leads AS v
                WHERE v.company_id = c.id AND v.department_id = $2 AND v.withdrawn_at IS NULL)
            FROM intake.v_companies AS c WHERE c.siren = $1
            """,
            siren.text,
            department
        ).first.map {
            Holder(company: try $0.value(0), isOpposed: try $0.value(1), hasOurLead: try $0.value(2))
        }
    }

    /// The last one given counts.
    static func keep(
        _ siren: SIREN,
        for lead: LeadRecord,
        known company: UUID?,
        by user: UserID,
        at: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO lead_identifications (lead_id, department_id, siren, known_company_id, given_by, given_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (lead_id) DO UPDATE SET siren = excluded.siren, known_company_id = excluded.known_company_id,
                given_by = excluded.given_by, given_at = excluded.given_at
            """,
            lead.id,
            lead.department,
            siren.text,
            company,
            user.rawValue,
            at
        )
    }
}
