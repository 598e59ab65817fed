import Postgres
import TestSupport
import Testing

@Suite struct WallTests {
    @Test func everyTableWithADepartmentHasItsWallForcedAndItsReadersKeyed() async throws {
        let scene = try await Scene()
        let open = try await scene.database.withSession { session in
            try await session.query(
                """
                SELECT n.nspname || '.' || c.relname
                FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE a.attname = 'department_id' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                    AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity
                        OR NOT EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid))
                ORDER BY 1
                """
            ).values(as: String.self)
        }
        #expect(open == [])
        await scene.drop()
    }

    @Test func onlyTheOwningServiceAndTheOperatorSeeAWalledTableWhole() async throws {
        let scene = try await Scene()
        let unkeyed = try await scene.database.withSession { session in
            try await session.query(
                """
                SELECT p.polrelid::regclass || ' ' || p.polname
                FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                LEFT JOIN msg.schema_roles AS o ON o.schema = n.nspname AND NOT o.keyed
                    AND p.polroles = ARRAY[o.role::regrole::oid]
                WHERE p.polcmd <> 'a' AND o.role IS NULL
                    AND pg_get_expr(p.polqual, p.polrelid) NOT LIKE '%msg.departments()%'
                    AND pg_get_expr(p.polqual, p.polrelid) NOT LIKE '%people.user_departments%'
                    AND NOT (n.nspname = 'admin' AND c.relname IN ('outbox', 'journal', 'retry'))
                ORDER BY 1
                """
            ).values(as: String.self)
        }
        #expect(unkeyed == ["msg.dead_letter operator"])
        await scene.drop()
    }

    @Test func aReaderSeesItsOwnDepartmentsAndNothingWithoutTheSetting() async throws {
        let scene = try await Scene()
        for relation in [
            "intake.v_leads", "intake.v_contacts", "scoring.v_scores", "assignment.v_leads", "assignment.v_queue",
            "sales.v_pipeline_opportunities", "sales.pipeline_opportunities", "people.v_users", "people.users",
            "msg.v_dead_letters",
        ] {
            var seen: [Int] = []
            for departments in [nil, "", "hr", "%", "north", "north,south", "*"] {
                seen.append(try await scene.count(of: relation, departments: departments))
            }
            #expect(seen == [0, 0, 0, 0, 1, 2, 2], "\(relation)")
        }
        await scene.drop()
    }

    @Test func theOwningServiceSeesAllItsRowsWithoutTheSetting() async throws {
        let scene = try await Scene()
        #expect(try await scene.count(of: "intake.leads", role: "filon_ingest") == 2)
        #expect(try await scene.count(of: "scoring.score_lines", role: "filon_scoring") == 4)
        #expect(try await scene.count(of: "assignment.leads", role: "filon_assignment") == 2)
        await scene.drop()
    }

    @Test func theConsoleCannotWriteIntoADepartmentThatItsTransactionDoesNotName() async throws {
        let scene = try await Scene()
        let error = await refusal {
            try await scene.transaction(role: "filon_console", departments: "north") { tx in
                try tx.execute(
                    """
                    INSERT INTO pipeline_opportunities
                        (id, lead_id, company_id, department_id, title, stage, created_by)
                    VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'south', 'x', 'new', 'test')
                    """
                )
            }
        }
        #expect(error?.sqlState == "42501")
        let changed = try await scene.transaction(role: "filon_console", departments: "north") { tx in
            try tx.execute("UPDATE pipeline_opportunities SET title = 'seen'")
        }
        #expect(changed == 1)
        await scene.drop()
    }

    @Test func aConditionThatTellsWhatItSeesIsNeverShownAnotherDepartmentsRow() async throws {
        let scene = try await Scene()
        let seen = try await scene.transaction(role: "filon_console", departments: "north") { tx in
            [
                try tx.query("SELECT FROM intake.v_leads WHERE public.tattle(note)").count,
                try tx.query("SELECT FROM intake.v_contacts WHERE public.tattle(name)").count,
                try tx.query("SELECT FROM scoring.v_score_lines WHERE public.tattle(text)").count,
                try tx.query("SELECT FROM assignment.v_leads WHERE public.tattle(exclusion_text)").count,
                try tx.query("SELECT FROM pipeline_opportunities WHERE public.tattle(title)").count,
                try tx.query("SELECT FROM msg.v_dead_letters WHERE public.tattle(reason)").count,
            ]
        }
        #expect(seen == [1, 1, 2, 1, 1, 1])
        await scene.drop()
    }

    @Test func aColleagueOfASecondDepartmentIsSeenThereToo() async throws {
        let scene = try await Scene()
        try await scene.database.withSession { session in
            try await session.execute(
                """
                INSERT INTO people.user_departments
                SELECT id, 'south' FROM people.users WHERE department_id = 'north'
                """
            )
        }
        #expect(try await scene.count(of: "people.v_users", departments: "south") == 2)
        #expect(try await scene.count(of: "people.v_users", departments: "north") == 1)
        await scene.drop()
    }

    @Test func theOperatorFollowsAStoryThroughEveryServicesJournal() async throws {
        let scene = try await Scene()
        try await scene.database.withSession { session in
            for insert in [
                "INSERT INTO intake.journal", "INSERT INTO scoring.journal", "INSERT INTO assignment.journal",
            ] {
                try await session.execute(
                    unchecked: insert + """
                         (message_id, type, correlation_id, subject, department_id, body, occurred_at)
                        VALUES (gen_random_uuid(), 'lead.scored.v1', '00000000-0000-7000-8000-000000000009', 'lead/1',
                            'north', '{}', now())
                        """
                )
            }
        }
        let schemas = try await scene.transaction(role: "filon_operator", departments: "*") { tx in
            try tx.query(
                """
                SELECT schema FROM msg.v_journal
                WHERE correlation_id = '00000000-0000-7000-8000-000000000009' ORDER BY 1
                """
            ).values(as: String.self)
        }
        #expect(schemas == ["assignment", "intake", "scoring"])
        #expect(try await scene.count(of: "msg.v_journal", role: "filon_operator", departments: "south") == 0)
        await scene.drop()
    }
}
