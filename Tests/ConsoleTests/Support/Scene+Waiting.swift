import Contracts
import Foundation
import Postgres
import TestSupport

@testable import Console

extension Scene {
    /// A lead without SIREN as intake keeps it: nobody else has heard of it.
    func waiting(
        _ name: String,
        postcode: String = "37000",
        department: String = "nord",
        owner: String? = nil,
        nextStepOn: String? = nil
    ) async throws -> SeededLead {
        let lead = SeededLead(id: LeadID(), companyID: CompanyID())
        try await database.withSession { session in
            _ = try await session.query(
                """
                INSERT INTO intake.companies (id, name, postcode, city, status, match_key)
                VALUES ($1, $2, $3, 'Tours', 'to_identify', lower($2) || '|' || $3)
                """,
                lead.companyID.rawValue,
                name,
                postcode
            )
            _ = try await session.query(
                """
                INSERT INTO intake.leads (id, company_id, department_id, owner_hint, next_step_on, note, source)
                VALUES ($1, $2, $3, $4, $5::text::date, 'SIREN à retrouver', 'import')
                """,
                lead.id.rawValue,
                lead.companyID.rawValue,
                department,
                owner,
                nextStepOn
            )
            _ = try await session.query(
                """
                INSERT INTO intake.contacts (id, company_id, department_id, name, phone_e164, source)
                VALUES ($1, $2, $3, 'Service accueil', '+33261917701', 'import')
                """,
                UUIDv7.make(),
                lead.companyID.rawValue,
                department
            )
        }
        return lead
    }

    /// What the registers propose for a lead without SIREN, as intake keeps it.
    func propose(_ siren: String, _ name: String, for lead: SeededLead) async throws {
        try await database.withSession { session in
            _ = try await session.query(
                """
                INSERT INTO intake.identifications (company_id, state, version, asked_at, candidates)
                VALUES ($1, 'doubtful', 1, now(), jsonb_build_array(jsonb_build_object('siren', $2::text, 'name', $3::text,
                    'postcode', '37000', 'city', 'TOURS', 'state', 'active', 'source', 'sirene', 'score', 80, 'reasons',
                    jsonb_build_array(jsonb_build_object('code', 'same_name', 'text', 'même nom', 'english', 'same name')))))
                """,
                lead.companyID.rawValue,
                siren,
                name
            )
        }
    }

    /// What an imported list says of a lead.
    func listed(_ lead: SeededLead, nextStep: String? = nil, nextStepOn: String? = nil) async throws {
        try await database.withSession { session in
            _ = try await session.query(
                """
                UPDATE intake.leads SET owner_hint = 'anna@filon.example', stage_hint = 'Contacté', next_step = $2,
                    next_step_on = $3::text::date, turnover_hint_cents = 15000000, note = 'Appel d’offres magasins',
                    extra = '{"Canal": "Salon <b>pro</b>", "effectif_salon": "12"}'
                WHERE id = $1
                """,
                lead.id.rawValue,
                nextStep,
                nextStepOn
            )
        }
    }

    /// Takes a lead out, as the undo of its import does.
    func withdraw(_ lead: SeededLead) async throws {
        try await database.withSession { session in
            _ = try await session.query(
                "UPDATE intake.leads SET withdrawn_at = now() WHERE id = $1",
                lead.id.rawValue
            )
        }
    }

    func role(_ role: String, of user: UUID) async throws {
        try await database.withSession { session in
            _ = try await session.query("UPDATE people.users SET role = $2 WHERE id = $1", user, role)
        }
    }
}
