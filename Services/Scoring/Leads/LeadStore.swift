import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Leads as they were announced.
enum LeadStore {
    /// Keeps the newest version of each lead.
    static func register(_ deliveries: [Delivery<LeadRegistered>]) -> PostgresStatement {
        let newest = Dictionary(deliveries.map { ($0.message.leadID, $0) }) { left, right in
            left.message.version < right.message.version ? right : left
        }
        let rows = newest.values.sorted { $0.message.leadID.description < $1.message.leadID.description }
        let leads = rows.map(\.message)
        return PostgresStatement(
            """
            INSERT INTO leads AS l (lead_id, company_id, department_id, siren, company_name, postcode, identified,
                source, motion, has_phone, has_email, current_owner, version, registered_at, next_step_on)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[],
                $8::text[], $9::text[], $10::boolean[], $11::boolean[], $12::text[], $13::bigint[], $14::timestamptz[],
                $15::date[])
            ON CONFLICT (lead_id) DO UPDATE SET company_id = excluded.company_id,
                department_id = excluded.department_id, siren = excluded.siren, company_name = excluded.company_name,
                postcode = excluded.postcode, identified = excluded.identified, source = excluded.source,
                motion = excluded.motion, has_phone = excluded.has_phone, has_email = excluded.has_email,
                current_owner = excluded.current_owner, version = excluded.version,
                registered_at = excluded.registered_at, next_step_on = excluded.next_step_on
            WHERE excluded.version > l.version
            """,
            leads.map(\.leadID.rawValue),
            leads.map(\.companyID.rawValue),
            leads.map(\.department.rawValue),
            leads.map { $0.siren?.text },
            leads.map(\.companyName),
            leads.map(\.postcode),
            leads.map(\.identified),
            leads.map(\.source),
            leads.map(\.motion),
            leads.map(\.hasPhone),
            leads.map(\.hasEmail),
            leads.map { $0.currentOwner?.text },
            leads.map(\.version),
            rows.map(\.envelope.occurredAt),
            leads.map { $0.nextStepOn?.postgresDay }
        )
    }

    /// Drops what lists said of erased companies.
    static func forget(_ companies: [CompanyID]) -> PostgresStatement {
        PostgresStatement(
            """
            UPDATE leads SET siren = NULL, company_name = NULL, postcode = NULL, current_owner = NULL,
                next_step_on = NULL
            WHERE company_id = ANY($1)
            """,
            companies.map(\.rawValue)
        )
    }
}
