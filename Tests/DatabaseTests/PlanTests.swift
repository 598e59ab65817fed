import Postgres
import TestSupport
import Testing

/// Plans of the queries that pages are made of, on enough rows for the planner to care.
@Suite struct PlanTests {
    @Test func searchesAndListsBehindTheWallUseTheirIndexes() async throws {
        let scene = try await Scene()
        try await scene.database.withSession { session in try await session.execute(unchecked: Self.manyLeads) }

        let search = try await plan(
            "SELECT id FROM intake.v_companies WHERE search_name LIKE '%c0ffee%' LIMIT 20",
            scene
        )
        #expect(search.contains("companies_search_name"))

        let list = try await plan(
            """
            SELECT lead_id FROM assignment.v_queue WHERE department_id = 'north' AND state = 'pooled' LIMIT 50
            """,
            scene
        )
        // Two indexes carry the queue's order; which one the planner takes depends on its statistics.
        #expect(list.contains("leads_department_state") || list.contains("leads_waiting"))
        #expect(!list.contains("Sort"))
        let priorities = try await scene.transaction(role: "filon_console", departments: "north") { tx in
            try tx.query(
                """
                SELECT priority FROM assignment.v_queue WHERE department_id = 'north' AND state = 'pooled' LIMIT 50
                """
            ).values(as: Int.self)
        }
        #expect(priorities.count == 50)
        #expect(priorities == priorities.sorted(by: >))

        let page = try await plan(
            """
            SELECT l.id FROM (SELECT id FROM intake.v_companies WHERE search_name LIKE '%c0ffee%' LIMIT 20) AS c
            CROSS JOIN LATERAL (SELECT id FROM intake.v_leads WHERE company_id = c.id OFFSET 0) AS l
            """,
            scene
        )
        #expect(page.contains("leads_company_department_unique"))
        #expect(!page.contains("Seq Scan"))

        let owner = try await plan(
            """
            SELECT lead_id FROM assignment.v_leads
            WHERE owner_id = '00000000-0000-7000-a000-000000000001' AND state = 'owned'
            """,
            scene
        )
        #expect(owner.contains("leads_owner"))
        await scene.drop()
    }

    @Test func aSearchInAWalledTableUsesAnIndexOnItsText() async throws {
        let scene = try await Scene()
        try await scene.database.withSession { session in
            try await session.execute(unchecked: Self.manyLeads)
            try await session.execute(
                unchecked: "CREATE INDEX ON intake.leads USING gin (note gin_trgm_ops); ANALYZE intake.leads"
            )
        }
        let search = try await plan("SELECT id FROM intake.v_leads WHERE note LIKE '%c0ffee%'", scene)
        #expect(search.contains("leads_note_idx"))
        await scene.drop()
    }

    private func plan(_ query: String, _ scene: Scene) async throws -> String {
        try await scene.transaction(role: "filon_console", departments: "north") { tx in
            try tx.query("SELECT public.plan_of($1)", query).values(as: String.self).joined(separator: "\n")
        }
    }

    private static let manyLeads = """
        CREATE FUNCTION public.plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
        BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query; END $$;
        INSERT INTO intake.companies (id, siren, name, status)
        SELECT ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, lpad(n::text, 9, '0'), md5(n::text),
            'identified'
        FROM generate_series(1, 20000) AS n;
        INSERT INTO intake.leads (id, company_id, department_id, source, note)
        SELECT id, id, CASE WHEN random() < 0.5 THEN 'north' ELSE 'south' END, 'test', md5(id::text)
        FROM intake.companies WHERE id > '00000000-0000-7000-8001-000000000000';
        INSERT INTO assignment.leads (lead_id, company_id, department_id, state, points, priority, urgency, card, since,
            score_version, version)
        SELECT id, company_id, department_id, 'pooled', 1, (random() * 100)::integer, 'normal', '{}', now(), 1, 1
        FROM intake.leads WHERE note NOT LIKE 'secret%';
        ANALYZE intake.companies, intake.leads, assignment.leads;
        """
}
