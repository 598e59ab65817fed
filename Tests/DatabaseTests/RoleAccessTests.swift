import Postgres
import TestSupport
import Testing

/// `PrivilegeTests` reads what the catalogue grants; here each role tries, as somebody would who got hold of its login.
@Suite struct RoleAccessTests {
    /// What no service needs. A statement that runs is a hole.
    private static let attempts = [
        "CREATE TABLE public.mine (a int)", "CREATE TEMPORARY TABLE mine (a int)", "CREATE SCHEMA mine",
        "CREATE ROLE mine LOGIN", "ALTER ROLE postgres PASSWORD 'mine'", "ALTER ROLE filon_console PASSWORD 'mine'",
        "SET ROLE postgres", "SET SESSION AUTHORIZATION postgres", "SET ROLE people_reader", "SET ROLE filon_console",
        "COPY (SELECT 1) TO PROGRAM 'true'", "COPY (SELECT 1) TO '/tmp/filon-mine'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')", "SELECT rolpassword FROM pg_authid", "SELECT lo_import('/etc/hostname')",
        "SELECT msg.open_role('filon_console', 'SCRAM-SHA-256$4096:a')", "SELECT msg.apply_role_settings()",
        "DELETE FROM msg.migrations", "UPDATE msg.schema_roles SET keyed = false", "TRUNCATE msg.dead_letter",
        "ALTER TABLE msg.dead_letter DISABLE ROW LEVEL SECURITY", "DROP SCHEMA msg CASCADE",
        "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()", "CREATE EXTENSION file_fdw",
        "SET row_security = off; SELECT count(*) FROM people.users",
    ]

    @Test func noRoleCanDoWhatItsServiceDoesNotNeed() async throws {
        let scene = try await Scene()
        for role in try await roles(scene) {
            try await scene.database.withSession(role: role) { session in
                // A role may name itself, and change its own password.
                let own = ["SET ROLE \(role)", "ALTER ROLE \(role) PASSWORD 'mine'"]
                for attempt in Self.attempts where !own.contains(attempt) {
                    #expect(await tried(attempt, session) != nil, "\(role) may: \(attempt)")
                }
            }
        }
        await scene.drop()
    }

    @Test func noRoleCanReadOrChangeAnothersTables() async throws {
        let scene = try await Scene()
        for role in try await roles(scene) where role != "filon_operator" {
            let foreign = try await foreignTables(role, scene)
            #expect(foreign.count > 20)
            try await scene.database.withSession(role: role) { session in
                for attempt in foreign.flatMap({ ["SELECT FROM \($0) LIMIT 1", "DELETE FROM \($0)"] }) {
                    #expect(await tried(attempt, session) == "42501", "\(role) may: \(attempt)")
                }
            }
        }
        await scene.drop()
    }

    @Test func aRoleWithoutAPasswordOrOfAnotherDatabaseStaysOutside() async throws {
        let scene = try await Scene()
        let other = try await scene.database.withSession { session in
            try await session.execute(unchecked: "DROP ROLE IF EXISTS filon_stranger; CREATE ROLE filon_stranger LOGIN")
            try await session.execute(unchecked: "ALTER ROLE filon_stranger PASSWORD 'filon-test-only'")
            return await refusal {
                try await scene.database.withSession(role: "filon_stranger") { try await $0.query("SELECT 1") }
            }
        }
        #expect(other?.code == .unreachable)
        try await scene.database.withSession { try await $0.execute(unchecked: "DROP ROLE filon_stranger") }
        await scene.drop()
    }

    /// The state with which the server refuses; nil where it does not. Nothing of it stays.
    private func tried(_ statement: String, _ session: PostgresSession) async -> String? {
        await refusal {
            try await session.transaction { tx in
                try tx.execute(unchecked: statement)
                throw Undone()
            }
        }?.sqlState
    }

    private struct Undone: Error {}

    private func roles(_ scene: Scene) async throws -> [String] {
        try await scene.database.withSession { session in
            try await session.query("SELECT DISTINCT role FROM msg.schema_roles ORDER BY 1").values(as: String.self)
        }
    }

    private func foreignTables(_ role: String, _ scene: Scene) async throws -> [String] {
        try await scene.database.withSession { session in
            try await session.query(
                """
                SELECT n.nspname || '.' || c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.oid <> 'msg.migrations'::regclass
                    AND n.nspname IN (SELECT schema FROM msg.schema_roles WHERE role <> $1)
                ORDER BY 1
                """,
                role
            ).values(as: String.self)
        }
    }
}
