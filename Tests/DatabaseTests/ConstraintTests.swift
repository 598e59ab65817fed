import Postgres
import TestSupport
import Testing

@Suite struct ConstraintTests {
    @Test func linesThatDoNotSumToTheScoreAreRefusedAtCommit() async throws {
        let scene = try await Scene()
        let error = await refusal {
            try await scene.transaction(role: "filon_scoring") { tx in
                try tx.execute("UPDATE scores SET points = 43 WHERE department_id = 'north'")
            }
        }
        #expect(error?.sqlState == "23514")
        #expect(error?.constraint == "scores_lines_sum")

        let added = await refusal {
            try await scene.transaction(role: "filon_scoring") { tx in
                try tx.execute(
                    """
                    INSERT INTO score_lines (lead_id, position, department_id, rule, points, input, text)
                    SELECT lead_id, 3, department_id, 'zone', 1, 'x', 'x' FROM scores
                    """
                )
            }
        }
        #expect(added?.constraint == "scores_lines_sum")

        let removed = await refusal {
            try await scene.transaction(role: "filon_scoring") { tx in
                try tx.execute("DELETE FROM score_lines WHERE position = 1")
            }
        }
        #expect(removed?.constraint == "scores_lines_sum")
        await scene.drop()
    }

    @Test func aScoreAndItsLinesAreReplacedInOneTransaction() async throws {
        let scene = try await Scene()
        let points = try await scene.transaction(role: "filon_scoring") { tx in
            try tx.execute("UPDATE scores SET points = 50, version = 2 WHERE department_id = 'north'")
            try tx.execute("DELETE FROM score_lines WHERE department_id = 'north' AND position = 2")
            return try tx.query("SELECT points FROM scores WHERE department_id = 'north'").values(as: Int.self)
        }
        #expect(points == [50])
        let withdrawn = try await scene.transaction(role: "filon_scoring") { tx in
            try tx.execute("DELETE FROM scores WHERE department_id = 'north'")
        }
        #expect(withdrawn == 1)
        #expect(try await scene.count(of: "scoring.score_lines", role: "filon_scoring") == 2)
        await scene.drop()
    }

    /// What must not be in a table, and the name under which the code meets the refusal.
    static let refused: [(sql: String, state: String, constraint: String)] = [
        (
            """
            INSERT INTO intake.companies (id, siren, name, status)
            VALUES (gen_random_uuid(), '732829320', 'x', 'identified')
            """,
            "23505", "companies_siren_unique"
        ),
        (
            """
            INSERT INTO intake.companies (id, siren, name, status)
            VALUES (gen_random_uuid(), '73282932', 'x', 'identified')
            """,
            "23514", "companies_siren_digits"
        ),
        (
            """
            INSERT INTO intake.companies (id, name, status, match_key)
            VALUES (gen_random_uuid(), 'x', 'identified', 'x')
            """,
            "23514", "companies_identified_has_siren"
        ),
        (
            """
            INSERT INTO intake.leads (id, company_id, department_id, source)
            SELECT gen_random_uuid(), company_id, department_id, 'x' FROM intake.leads
            """,
            "23505", "leads_company_department_unique"
        ),
        (
            """
            INSERT INTO intake.leads (id, company_id, department_id, source)
            SELECT gen_random_uuid(), id, 'North', 'x' FROM intake.companies
            """,
            "23514", "leads_department_slug"
        ),
        (
            """
            INSERT INTO enrichment.turnover (siren, closing_date, kind, source, status, amount_cents, fetched_at)
            VALUES ('732829320', '2024-12-31', 'social', 'x', 'unknown', 0, now())
            """,
            "23514", "turnover_amount_by_status"
        ),
        (
            "UPDATE assignment.leads SET owner_id = NULL", "23514", "leads_owned_has_owner"
        ),
        (
            "UPDATE scoring.scores SET exclusion_code = 'ceased'", "23514", "scores_excluded_has_no_points"
        ),
        (
            "UPDATE sales.pipeline_opportunities SET state = 'lost', closed_at = now()",
            "23514", "pipeline_opportunities_lost_with_reason"
        ),
        (
            "UPDATE sales.pipeline_opportunities SET stage = 'nowhere'", "23503", "pipeline_opportunities_stage_fkey"
        ),
        (
            """
            INSERT INTO finance.finance_quotes (id, department_id, number, lead_id, company_id, lines, net_cents,
                vat_cents, gross_cents, created_by)
            VALUES (gen_random_uuid(), 'north', 'D-1', gen_random_uuid(), gen_random_uuid(), '[]', 100, 20, 119, 'x')
            """,
            "23514", "finance_quotes_total"
        ),
        (
            """
            INSERT INTO notification.messages (id, effect_key, department_id, kind, channel, body_text, wire_id)
            VALUES (gen_random_uuid(), 'k', 'north', 'x', 'email', 'x', 'a'),
                (gen_random_uuid(), 'k', 'north', 'x', 'email', 'x', 'b')
            """,
            "23505", "messages_effect_unique"
        ),
    ]

    @Test func whatMustNotBeIsRefusedUnderANameThatTheCodeKnows() async throws {
        let scene = try await Scene()
        for (sql, state, constraint) in Self.refused {
            let error = await refusal {
                try await scene.database.withSession { session in try await session.execute(unchecked: sql) }
            }
            #expect(error?.sqlState == state, "\(constraint)")
            #expect(error?.constraint == constraint)
        }
        await scene.drop()
    }

    @Test func namesAreFoundWithoutCaseAndAccents() async throws {
        let scene = try await Scene()
        let folded = try await scene.database.withSession { session in
            try await session.query("SELECT search_name FROM intake.companies").values(as: String.self)
        }
        #expect(folded == ["electricite coeur de ville"])
        await scene.drop()
    }
}
