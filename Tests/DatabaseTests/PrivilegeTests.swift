import Postgres
import TestSupport
import Testing

@Suite struct PrivilegeTests {
    @Test func noRoleMayChangeWhatAnotherServiceOwns() async throws {
        let scene = try await Scene()
        let (roles, rights) = try await scene.database.withSession { session in
            let roles = try await session.query(
                "SELECT DISTINCT role FROM msg.schema_roles WHERE role <> 'filon_operator' ORDER BY 1"
            ).values(as: String.self)
            let rights = try await session.query(
                """
                SELECT r.role || ' may ' || lower(p.privilege) || ' ' || n.nspname || '.' || c.relname
                FROM (SELECT DISTINCT role FROM msg.schema_roles) AS r
                CROSS JOIN pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                CROSS JOIN unnest('{INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p(privilege)
                WHERE c.relkind IN ('r', 'p', 'v')
                    AND (n.nspname = 'msg' OR n.nspname IN (SELECT schema FROM msg.schema_roles))
                    AND NOT EXISTS (
                        SELECT FROM msg.schema_roles AS o WHERE o.schema = n.nspname AND o.role = r.role)
                    AND has_table_privilege(r.role, c.oid, p.privilege)
                    AND NOT (r.role = 'filon_operator' AND n.nspname = 'msg')
                ORDER BY 1
                """
            ).values(as: String.self)
            return (roles, rights)
        }
        #expect(roles.count >= 8)
        #expect(rights == roles.map { "\($0) may insert msg.dead_letter" })
        await scene.drop()
    }

    @Test func everyRoleMayWriteItsOwnTables() async throws {
        let scene = try await Scene()
        let missing = try await scene.database.withSession { session in
            try await session.query(
                """
                SELECT o.role || ' may not ' || lower(p.privilege) || ' ' || n.nspname || '.' || c.relname
                FROM msg.schema_roles AS o JOIN pg_namespace AS n ON n.nspname = o.schema
                JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
                CROSS JOIN unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS p(privilege)
                WHERE NOT has_table_privilege(o.role, c.oid, p.privilege)
                ORDER BY 1
                """
            ).values(as: String.self)
        }
        #expect(missing == ["delete", "update"].map { "filon_console may not \($0) admin.audit_logs" })
        await scene.drop()
    }

    @Test func aServiceReadsOfAnotherOnlyTheViewsPublishedForIt() async throws {
        let scene = try await Scene()
        let read = try await scene.database.withSession { session in
            try await session.query(
                """
                SELECT r.role || ' reads ' || n.nspname || '.' || c.relname
                FROM (SELECT DISTINCT role FROM msg.schema_roles) AS r
                CROSS JOIN pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v')
                    AND (n.nspname = 'msg' OR n.nspname IN (SELECT schema FROM msg.schema_roles))
                    AND NOT EXISTS (
                        SELECT FROM msg.schema_roles AS o WHERE o.schema = n.nspname AND o.role = r.role)
                    AND has_table_privilege(r.role, c.oid, 'SELECT')
                    AND NOT (r.role IN ('filon_console', 'filon_operator') AND c.relname LIKE 'v\\_%')
                    AND NOT (r.role = 'filon_operator' AND n.nspname = 'msg')
                    AND c.oid <> 'msg.migrations'::regclass
                ORDER BY 1
                """
            ).values(as: String.self)
        }
        let directory = ["calendars", "departments", "users"]
        var expected = (["absences"] + directory).map { "filon_assignment reads people.v_\($0)" }
        expected += directory.map { "filon_client_success reads people.v_\($0)" }
        expected.append("filon_enrichment reads intake.v_registry")
        expected += directory.map { "filon_notifier reads people.v_\($0)" }
        expected += directory.map { "filon_pipeline_monitor reads people.v_\($0)" }
        expected.append("filon_pipeline_monitor reads sales.v_lead_stages")
        #expect(read == expected)
        await scene.drop()
    }

    @Test func noRoleMayRunWhatRunsWithTheOwnersRightsInAnotherSchema() async throws {
        let scene = try await Scene()
        let callable = try await scene.database.withSession { session in
            try await session.query(
                """
                SELECT DISTINCT n.nspname || '.' || p.proname
                FROM (SELECT DISTINCT role FROM msg.schema_roles) AS r
                CROSS JOIN pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
                WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                    AND NOT EXISTS (
                        SELECT FROM msg.schema_roles AS o WHERE o.schema = n.nspname AND o.role = r.role)
                    AND has_function_privilege(r.role, p.oid, 'EXECUTE')
                ORDER BY 1
                """
            ).values(as: String.self)
        }
        // Each lets a service tell of its own messages, and nothing else.
        #expect(
            callable == [
                "msg.bury", "msg.decided_again", "msg.rehearsal_begins", "msg.rehearsal_ends", "msg.rehearsed",
                "msg.replay_failed", "msg.replay_handled",
            ]
        )
        await scene.drop()
    }

    @Test func aWriteIntoAnotherServicesTableIsRefused() async throws {
        let scene = try await Scene()
        await #expect(throws: PostgresError.self) {
            try await scene.transaction(role: "filon_scoring") { tx in
                try tx.execute("UPDATE intake.leads SET note = 'mine'")
            }
        }
        let error = await refusal {
            try await scene.transaction(role: "filon_console", departments: "*") { tx in
                try tx.execute("DELETE FROM scoring.scores")
            }
        }
        #expect(error?.sqlState == "42501")
        await scene.drop()
    }

    @Test func aRoleFindsItsTablesWithoutNamingTheSchema() async throws {
        let scene = try await Scene()
        #expect(try await scene.count(of: "leads", role: "filon_ingest") == 2)
        #expect(try await scene.count(of: "scores", role: "filon_scoring") == 2)
        #expect(try await scene.count(of: "finance_quotes", departments: "*") == 0)
        #expect(try await scene.count(of: "pipeline_opportunities", departments: "*") == 2)
        await scene.drop()
    }

    @Test func buryingTwiceKeepsOneRowAndADiscardedOneStaysSo() async throws {
        let scene = try await Scene()
        try await bury(attempts: 3, in: scene)
        try await bury(attempts: 5, in: scene)
        #expect(try await letters(in: scene) == ["open 5"])

        try await scene.transaction(role: "filon_operator") { tx in
            try tx.execute("UPDATE msg.dead_letter SET state = 'discarded' WHERE handler = 'scoring.test'")
        }
        try await bury(attempts: 6, in: scene)
        #expect(try await letters(in: scene) == ["discarded 5"])
        await scene.drop()
    }

    private func bury(attempts: Int, in scene: Scene) async throws {
        try await scene.transaction(role: "filon_scoring") { tx in
            try tx.query(
                """
                SELECT msg.bury(gen_random_uuid(), 'scoring.test', '00000000-0000-7000-8000-0000000000ff', 'scoring',
                    'lead.registered.v1', 'undecodable', 'decoding', NULL, $1, now(), now(), '{}', '', NULL, NULL,
                    NULL, 'north')
                """,
                attempts
            )
        }
    }

    private func letters(in scene: Scene) async throws -> [String] {
        try await scene.transaction(role: "filon_operator") { tx in
            try tx.query("SELECT state || ' ' || attempts FROM msg.dead_letter WHERE handler = 'scoring.test'")
                .values(as: String.self)
        }
    }
}
