import Foundation
import Postgres
import TestSupport

@testable import Operator

/// A migrated database seen with the operator's role, filled by the superuser.
struct Scene {
    let database: TestDatabase
    let importID = UUID()

    static func run(_ body: (Scene) async throws -> Void) async throws {
        let scene = Scene(database: try await TestDatabase.make())
        do {
            try await body(scene)
            await scene.database.drop()
        } catch {
            await scene.database.drop()
            throw error
        }
    }

    func read<T: Sendable>(_ body: @Sendable (isolated PostgresSession) throws -> T) async throws -> T {
        try await database.withSession(role: "filon_operator") { session in
            let value = try await session.transaction(settings: OperatorContext.everything, body)
            // What it read is to be seen in the server's statistics at once.
            try await session.transaction { tx in _ = try tx.query("SELECT pg_stat_force_next_flush()") }
            return value
        }
    }

    /// An import of one refused row and one lead that came as far as `sql` takes it.
    func importOfTwoRows(company: UUID, lead: UUID) async throws {
        try await database.withSession { [importID] session in
            try await session.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO intake.import_batches (id, department_id, source, status, rows, created, refused,
                        created_by, completed_at)
                    VALUES ($1, 'commercial', 'liste', 'done', 2, 1, 1, 'test', now())
                    """,
                    importID
                )
                try tx.execute(
                    """
                    INSERT INTO intake.companies (id, siren, name, status)
                    VALUES ($1, '433361193', 'BATISSEUR BOIS', 'identified')
                    """,
                    company
                )
                try tx.execute(
                    """
                    INSERT INTO intake.leads (id, company_id, department_id, source)
                    VALUES ($1, $2, 'commercial', 'liste')
                    """,
                    lead,
                    company
                )
                try tx.execute(
                    """
                    INSERT INTO intake.import_rows (batch_id, line, department_id, result, code, message, company_id, lead_id)
                    VALUES ($1, 2, 'commercial', 'created', NULL, NULL, $2, $3),
                        ($1, 3, 'commercial', 'refused', 'siren_key', 'SIREN mal recopié', NULL, NULL)
                    """,
                    importID,
                    company,
                    lead
                )
            }
        }
    }

    /// Further rows of the import, each with a lead that two messages wait for; nothing of it was ever analysed.
    func manyRows(_ count: Int) async throws {
        try await database.withSession { [importID] session in
            try await session.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO intake.import_rows (batch_id, line, department_id, result, lead_id)
                    SELECT $1, 10 + n, 'commercial', 'created', gen_random_uuid() FROM generate_series(1, $2::bigint) AS n
                    """,
                    importID,
                    count
                )
                try tx.execute(
                    """
                    INSERT INTO notification.messages (id, effect_key, department_id, kind, lead_id, recipient_id, channel,
                        wire_id)
                    SELECT gen_random_uuid(), r.line || channel, 'commercial', 'lead_assigned', r.lead_id, $2, channel, 'x'
                    FROM intake.import_rows AS r, unnest('{email,slack}'::text[]) AS channel
                    WHERE r.batch_id = $1 AND r.line > 10
                    """,
                    importID,
                    UUID()
                )
            }
        }
    }

    /// Rows of a table that scans have read so far.
    func scanned(_ schema: String, _ table: String) async throws -> Int {
        try await database.withSession { session in
            try await session.query("SELECT pg_stat_force_next_flush()")
            try await session.query("SELECT 1")
            return try await session.query(
                "SELECT seq_tup_read FROM pg_stat_user_tables WHERE schemaname = $1 AND relname = $2",
                schema,
                table
            ).values(as: Int.self).first ?? 0
        }
    }

    /// Facts, a score of two lines and an owner who was told.
    func settle(company: UUID, lead: UUID, owner: UUID, decision: UUID) async throws {
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.execute("INSERT INTO people.departments (id, name) VALUES ('commercial', 'Commercial')")
                try tx.execute(
                    """
                    INSERT INTO people.users (id, email, display_name, department_id, role)
                    VALUES ($1, 'sud@filon.example', 'Commerciale Sud', 'commercial', 'sales')
                    """,
                    owner
                )
                try tx.execute(
                    """
                    INSERT INTO enrichment.companies (company_id, siren, version, state, heard_at)
                    VALUES ($1, '433361193', 1, 'done', now())
                    """,
                    company
                )
                try tx.execute(
                    """
                    INSERT INTO enrichment.turnover (siren, closing_date, kind, source, amount_cents, status, fetched_at)
                    VALUES ('433361193', '2023-12-31', 'social', 'ratios', 628000000, 'known', now()),
                        ('433361193', '2024-12-31', 'social', 'ratios', 690780700, 'known', now())
                    """
                )
                // Known, but not announced: kept for comparison only.
                try tx.execute(
                    """
                    INSERT INTO enrichment.turnover (siren, closing_date, kind, source, amount_cents, status, fetched_at,
                        announced_months)
                    VALUES ('433361193', '2022-12-31', 'social', 'search', 628000000, 'known', now(), NULL),
                        ('433361193', '2024-12-31', 'consolidated', 'ratios', 99900000000, 'known', now(), NULL)
                    """
                )
                try tx.execute(
                    "INSERT INTO enrichment.turnover_status VALUES ('433361193', 'known', NULL, now())"
                )
                try Self.score(lead, company, in: tx)
                try Self.handOut(lead, company, owner, decision, in: tx)
            }
        }
    }

    private static func score(_ lead: UUID, _ company: UUID, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO scoring.scores (lead_id, company_id, department_id, points, priority, band, urgency, size_class,
                turnover_status, trend, rule_set, inputs, fingerprint, version, computed_at)
            VALUES ($1, $2, 'commercial', 61, 61, 'B', 'normal', 'pme', 'known', 'growth', 'tpe-pme 1', '{}', 1, 1, now())
            """,
            lead,
            company
        )
        try tx.execute(
            """
            INSERT INTO scoring.score_lines (lead_id, position, department_id, rule, points, input, source, text)
            VALUES ($1, 0, 'commercial', 'size', 40, '11', 'sirene', 'Petite entreprise'),
                ($1, 1, 'commercial', 'trend', 21, '+10 %', 'ratios', 'CA en hausse')
            """,
            lead
        )
    }

    /// What scoring says to do next with a lead of `commercial`.
    func advise(_ lead: UUID) async throws {
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO scoring.advice (lead_id, department_id, action, reason, hours, french, english, fingerprint,
                        since)
                    VALUES ($1, 'commercial', 'call', 'first_contact', 'office', 'Jamais contacté', 'Never contacted', 1,
                        now())
                    """,
                    lead
                )
                try tx.execute(
                    """
                    INSERT INTO scoring.call_windows (department_id, hours, verdict, all_tried, all_reached, weekday,
                        from_hour, to_hour, tried, reached, low_basis_points, high_basis_points)
                    VALUES ('commercial', 'office', 'best', 240, 47, 2, 10, 12, 21, 9, 3000, 5500)
                    """
                )
                try tx.execute(
                    """
                    INSERT INTO scoring.playbooks (department_id, kind, key, name, verdict, is_best, with_contacts,
                        with_good, without_contacts, without_good, uplift_basis_points, low_basis_points,
                        high_basis_points)
                    VALUES ('commercial', 'call', 'relance', 'Relance', 'better', true, 80, 40, 100, 10, 4000, 2650, 5170)
                    """
                )
            }
        }
    }

    private static func handOut(
        _ lead: UUID,
        _ company: UUID,
        _ owner: UUID,
        _ decision: UUID,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO assignment.leads (lead_id, company_id, department_id, state, owner_id, decision_id, points,
                priority, urgency, card, since, score_version, version)
            VALUES ($1, $2, 'commercial', 'owned', $3, $4, 61, 61, 'normal', '{}', now(), 1, 1)
            """,
            lead,
            company,
            owner,
            decision
        )
        try tx.execute(
            """
            INSERT INTO assignment.decisions (id, lead_id, department_id, kind, chosen, candidates, reasons, inputs,
                decided_at)
            VALUES ($2, $1, 'commercial', 'assigned', $3, '[]', '{Couvre le 69}', '{}', now())
            """,
            lead,
            decision,
            owner
        )
        try tx.execute(
            """
            INSERT INTO notification.messages (id, effect_key, department_id, kind, lead_id, recipient_id, channel,
                wire_id, state, ended_at)
            VALUES ($1, 'k', 'commercial', 'lead_assigned', $1, $2, 'email', 'w', 'sent', now())
            """,
            lead,
            owner
        )
    }
}
