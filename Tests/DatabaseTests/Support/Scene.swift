import Postgres
import TestSupport

/// One test's world: a migrated database in which two departments, `north` and `south`, each have the same company as
/// a lead, with a score, an owner and a deal.
struct Scene {
    let database: TestDatabase

    init(function: String = #function) async throws {
        database = try await TestDatabase.make(function: function)
        do {
            try await database.withSession { session in
                try await session.execute(unchecked: Self.twoDepartments)
                try await session.execute(unchecked: Self.tools)
            }
        } catch {
            await database.drop()
            throw error
        }
    }

    /// Not called when a test throws; the next day's first test removes what is left.
    func drop() async {
        await database.drop()
    }

    /// As `role`, seeing `departments` (nil: the setting is absent).
    @discardableResult
    func transaction<T: Sendable>(
        role: String,
        departments: String? = nil,
        _ body: @Sendable (isolated PostgresSession) throws -> T
    ) async throws -> T {
        try await database.withSession(role: role) { session in
            try await session.transaction(settings: departments.map { ["filon.departments": $0] } ?? [:], body)
        }
    }

    /// How many rows `relation` shows to `role`.
    func count(of relation: String, role: String = "filon_console", departments: String? = nil) async throws -> Int {
        try await transaction(role: role, departments: departments) { tx in
            try tx.query("SELECT public.count_of($1)", relation).values(as: Int.self).first ?? -1
        }
    }
}

extension Scene {
    static let northLead = "00000000-0000-7000-9000-000000000001"
    static let southLead = "00000000-0000-7000-9000-000000000002"

    private static let twoDepartments = """
        INSERT INTO people.departments (id, name) VALUES ('north', 'Nord'), ('south', 'Sud'), ('hr', 'RH');
        INSERT INTO sales.lead_stages (key, label, position, probability_percent) VALUES ('new', 'Nouveau', 1, 10);
        INSERT INTO intake.companies (id, siren, name, status)
        VALUES ('00000000-0000-7000-8000-000000000001', '732829320', 'Électricité Cœur de Ville', 'identified');
        DO $$
        DECLARE
            department text;
            n integer := 0;
            company uuid := '00000000-0000-7000-8000-000000000001';
            lead uuid;
            person uuid;
            deal uuid;
        BEGIN
            FOREACH department IN ARRAY ARRAY['north', 'south'] LOOP
                n := n + 1;
                lead := ('00000000-0000-7000-9000-00000000000' || n)::uuid;
                person := ('00000000-0000-7000-a000-00000000000' || n)::uuid;
                deal := ('00000000-0000-7000-b000-00000000000' || n)::uuid;
                INSERT INTO people.users (id, email, display_name, department_id, role)
                VALUES (person, department || '@filon.example', department, department, 'sales');
                INSERT INTO intake.leads (id, company_id, department_id, source, note)
                VALUES (lead, company, department, 'test', 'secret of ' || department);
                INSERT INTO intake.contacts (id, company_id, department_id, name, source)
                VALUES (lead, company, department, 'secret of ' || department, 'test');
                INSERT INTO scoring.scores (lead_id, company_id, department_id, points, priority, band, urgency,
                    size_class, turnover_status, trend, rule_set, inputs, version, computed_at)
                VALUES (lead, company, department, 42, 42, 'C', 'normal', 'tpe', 'unknown', 'unknown', 'default 1',
                    '{}', 1, now());
                INSERT INTO scoring.score_lines (lead_id, position, department_id, rule, points, input, text)
                VALUES (lead, 1, department, 'size', 50, '3 à 5', 'secret of ' || department),
                    (lead, 2, department, 'age', -8, '1 an', 'secret of ' || department);
                INSERT INTO assignment.leads (lead_id, company_id, department_id, state, owner_id, points, priority,
                    urgency, card, since, score_version, version, exclusion_text)
                VALUES (lead, company, department, 'owned', person, 42, 42, 'normal', '{}', now(), 1, 1,
                    'secret of ' || department);
                INSERT INTO sales.pipeline_opportunities
                    (id, lead_id, company_id, department_id, title, stage, created_by)
                VALUES (deal, lead, company, department, 'secret of ' || department, 'new', 'test');
                INSERT INTO msg.dead_letter (id, handler, message_id, service, type, reason, attempts, first_failed_at,
                    failed_at, headers, body, department_id)
                VALUES (lead, 'test.handler', lead, 'test', 'lead.scored.v1', 'secret of ' || department, 1, now(),
                    now(), '{}', '', department);
            END LOOP;
        END $$;
        """

    /// `count_of` counts as whoever calls it; `tattle` is what a nosy reader would write.
    private static let tools = """
        CREATE FUNCTION public.count_of(relation text) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE found bigint;
        BEGIN
            EXECUTE 'SELECT count(*) FROM ' || relation::regclass INTO found;
            RETURN found;
        END $$;
        CREATE FUNCTION public.tattle(value text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$
        BEGIN
            IF value LIKE '%secret of south%' THEN RAISE EXCEPTION 'tattled' USING ERRCODE = 'P0001'; END IF;
            RETURN true;
        END $$;
        """
}
