import Contracts
import Foundation
import Postgres
import TestSupport

@testable import Console

/// A lead as other services would have left it.
struct SeededLead: Sendable {
    let id: LeadID
    let companyID: CompanyID
}

extension Scene {
    /// A scored lead in somebody's hands, with a turnover, a contact and the decision that handed it out.
    func lead(
        _ name: String,
        siren: String = Scene.anySiren(),
        department: String = "nord",
        owner: UUID = Scene.anna,
        priority: Int = 100,
        dueAt: String = "2026-11-23T11:00:00Z",
        company: CompanyID = CompanyID()
    ) async throws -> SeededLead {
        let lead = SeededLead(id: LeadID(), companyID: company)
        try await database.withSession { session in
            try await session.transaction { tx in
                try Self.seed(lead, name, siren, department, in: tx)
                try Self.assign(lead, department, owner, priority, dueAt, in: tx)
            }
        }
        return lead
    }

    static func anySiren() -> String { String(UInt32.random(in: 100_000_000...999_999_999)) }

    private static func seed(
        _ lead: SeededLead,
        _ name: String,
        _ siren: String,
        _ department: String,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO intake.companies (id, siren, name, city, workforce_band, status)
            VALUES ($1, $2, $3, 'Lille', '02', 'identified') ON CONFLICT DO NOTHING
            """,
            lead.companyID.rawValue,
            siren,
            name
        )
        try tx.execute(
            "INSERT INTO intake.leads (id, company_id, department_id, source) VALUES ($1, $2, $3, 'import')",
            lead.id.rawValue,
            lead.companyID.rawValue,
            department
        )
        try tx.execute(
            """
            INSERT INTO intake.contacts (id, company_id, department_id, name, email, phone_e164, source)
            VALUES ($1, $2, $3, 'Dominique Test', 'contact@exemple.example', '+33612345678', 'import')
            """,
            UUIDv7.make(),
            lead.companyID.rawValue,
            department
        )
        try tx.execute(
            """
            INSERT INTO enrichment.turnover (siren, closing_date, kind, source, amount_cents, status, fetched_at)
            VALUES ($1, '2025-12-31', 'social', 'ratios_inpi_bce', 23000000, 'known', now()),
                ($1, '2024-12-31', 'social', 'ratios_inpi_bce', 20000000, 'known', now())
            """,
            siren
        )
        try tx.execute(
            """
            INSERT INTO scoring.scores (lead_id, company_id, department_id, points, priority, band, urgency, size_class,
                turnover_status, latest_cents, latest_closing, change_basis_points, trend, rule_set, inputs, version,
                computed_at)
            VALUES ($1, $2, $3, 42, 100, 'B', 'high', 'tpe', 'known', 23000000, '2025-12-31', 1500, 'growth',
                'tpe v1', '{}', 1, now())
            """,
            lead.id.rawValue,
            lead.companyID.rawValue,
            department
        )
        try tx.execute(
            """
            INSERT INTO scoring.score_lines (lead_id, position, department_id, rule, points, input, source, source_date,
                text)
            VALUES ($1, 0, $2, 'size', 30, '3 à 5 salariés', 'sirene', '2023-12-31', 'Très petite entreprise'),
                ($1, 1, $2, 'trend', 15, '+15 %', 'ratios_inpi_bce', '2025-12-31', 'CA en hausse'),
                ($1, 2, $2, 'place', -3, '59', 'sirene', NULL, 'Hors zone prioritaire')
            """,
            lead.id.rawValue,
            department
        )
    }

    private static func assign(
        _ lead: SeededLead,
        _ department: String,
        _ owner: UUID,
        _ priority: Int,
        _ dueAt: String,
        in tx: isolated PostgresSession
    ) throws {
        guard let due = WireDate.date(dueAt) else { throw SceneError("not an instant: \(dueAt)") }
        let decision = UUIDv7.make()
        try tx.execute(
            """
            INSERT INTO assignment.decisions (id, lead_id, department_id, kind, chosen, candidates, reasons, inputs,
                decided_at)
            VALUES ($1, $2, $3, 'assigned', $4, $5, '{Zone couverte}', '{}', now())
            """,
            decision,
            lead.id.rawValue,
            department,
            owner,
            JSONB("[{\"userID\": \"\(owner)\", \"reason\": \"le moins chargé\"}]")
        )
        try tx.execute(
            """
            INSERT INTO assignment.leads (lead_id, company_id, department_id, state, owner_id, decision_id, points,
                priority, urgency, size_class, card, due_at, since, score_version, version)
            VALUES ($1, $2, $3, 'owned', $4, $5, 42, $6, 'high', 'tpe', '{}', $7, '2026-11-20', 1, 1)
            """,
            lead.id.rawValue,
            lead.companyID.rawValue,
            department,
            owner,
            decision,
            priority,
            due
        )
    }

    /// What a type of event was announced with, oldest first.
    func announced<E: Event>(_ type: E.Type) async throws -> [E] {
        try await database.withSession { session in
            let bodies = try await session.query(
                "SELECT body FROM admin.outbox WHERE type = $1 ORDER BY seq",
                E.type
            ).values(as: [UInt8].self)
            return try bodies.map { try Wire.decode(E.self, from: $0) }
        }
    }

    /// A count asked by the superuser, whom no wall stops.
    func count(_ sql: StaticString) async throws -> Int {
        try await database.withSession { session in
            try await session.query(sql).first?.value(0, as: Int.self) ?? -1
        }
    }
}
