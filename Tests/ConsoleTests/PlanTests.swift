import Postgres
import TestSupport
import Testing

@testable import Console

/// Among many leads the few to identify are found without looking at the others.
@Suite struct PlanTests {
    @Test func aPageOfLeadsToIdentifyReadsNoOtherLeads() async throws {
        let bench = try await Bench.make()
        try await bench.database.withSession { session in try await session.execute(unchecked: Self.manyLeads) }

        let page = try await plan(
            """
            SELECT lead_id FROM intake.v_to_identify AS v WHERE department_id = 'nord'
                AND (SELECT i.known_company_id IS NOT NULL FROM lead_identifications AS i
                    WHERE i.lead_id = v.lead_id) IS NOT TRUE
            LIMIT 51
            """,
            bench
        )
        let mine = try await plan(
            "SELECT lead_id FROM intake.v_to_identify WHERE department_id = 'nord' AND owner_key = ANY('{anna}') LIMIT 500",
            bench
        )

        #expect(page.contains("companies_waiting") && !page.contains("Seq Scan on leads") && !page.contains("Sort"))
        #expect(mine.contains("leads_owner_key") && !mine.contains("Seq Scan on leads"))
        await bench.database.drop()
    }

    private func plan(_ query: String, _ bench: Bench) async throws -> String {
        try await bench.database.withSession(role: "filon_console") { session in
            try await session.transaction(settings: ["filon.departments": "nord"]) { tx in
                try tx.query("SELECT public.plan_of($1)", query).values(as: String.self).joined(separator: "\n")
            }
        }
    }

    private static let manyLeads = """
        CREATE FUNCTION public.plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
        BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query; END $$;
        INSERT INTO intake.companies (id, siren, name, status, match_key)
        SELECT ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid,
            CASE WHEN n % 50 > 0 THEN lpad(n::text, 9, '0') END, md5(n::text),
            CASE WHEN n % 50 > 0 THEN 'identified' ELSE 'to_identify' END, md5(n::text)
        FROM generate_series(1, 20000) AS n;
        INSERT INTO intake.leads (id, company_id, department_id, source, owner_hint)
        SELECT id, id, CASE WHEN random() < 0.5 THEN 'nord' ELSE 'sud' END, 'test',
            'Collègue n° ' || (random() * 500)::integer
        FROM intake.companies;
        ANALYZE intake.companies, intake.leads;
        """
}
