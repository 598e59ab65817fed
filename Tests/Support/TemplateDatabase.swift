import Foundation
import Migrations
import Postgres

/// The database that test databases are cloned from: made once per server and state of the migration files, and shared
/// by all test processes of the server.
actor TemplateDatabase {
    static let shared = TemplateDatabase()

    private var making: [String: Task<String, any Error>] = [:]

    func name() async throws -> String {
        let server = try ServerEnvironment.databaseURL()
        let task = making[server] ?? Task { try await Self.prepare() }
        making[server] = task
        return try await task.value
    }

    /// Serializes test processes: they would otherwise make the same template, or alter the same role, at once.
    @concurrent
    private static func prepare() async throws -> String {
        let directory = try Migrator.directory()
        let files = try contents(of: directory.deletingLastPathComponent())
        return try await TestDatabase.withServer { server in
            try await server.query("SELECT pg_advisory_lock(hashtext('filon test template'))")
            let name = "filon_template_" + (try await fingerprint(of: files, server))
            let exists = try await server.query("SELECT FROM pg_database WHERE datname = $1", name).isEmpty == false
            if !exists { try await make(name, directory, server) }
            try await removeLeftovers(except: name, server)
            try await openRoles(server)
            return name
        }
    }

    /// Under another name until it is whole, so that a killed process leaves no half template.
    private static func make(_ name: String, _ directory: URL, _ server: PostgresSession) async throws {
        let draft = name.replacingOccurrences(of: "template", with: "draft")
        try await server.execute(unchecked: "DROP DATABASE IF EXISTS \(draft) WITH (FORCE)")
        try await server.execute(unchecked: "CREATE DATABASE \(draft)")
        try await TestDatabase.withSession(try TestDatabase.address(of: draft)) { session in
            _ = try await Migrator(directory: directory).migrate(session)
        }
        try await server.execute(unchecked: "ALTER DATABASE \(draft) RENAME TO \(name)")
        // Nobody may be connected to a template while it is cloned.
        try await server.execute(unchecked: "ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
    }

    /// Every file below `infra/database`, paths included, in a fixed order.
    private static func contents(of directory: URL) throws -> [UInt8] {
        let manager = FileManager.default
        let paths = try manager.subpathsOfDirectory(atPath: directory.path).sorted()
        var bytes: [UInt8] = []
        for path in paths {
            guard let data = manager.contents(atPath: directory.appendingPathComponent(path).path) else { continue }
            bytes += Array(path.utf8) + [0] + Array(data) + [0]
        }
        return bytes
    }

    private static func fingerprint(of bytes: [UInt8], _ server: PostgresSession) async throws -> String {
        let rows = try await server.query("SELECT left(encode(sha256($1), 'hex'), 16)", bytes)
        return try rows.values(as: String.self).joined()
    }

    /// Databases of tests that ended without dropping theirs, and templates of earlier migrations, after a day.
    private static func removeLeftovers(except name: String, _ server: PostgresSession) async throws {
        let leftovers = try await server.query(
            """
            SELECT datname::text FROM pg_database
            WHERE datname ~ '^filon_(test|template|draft|dictionary)_' AND datname <> $1
                AND (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '1 day'
            """,
            name
        ).values(as: String.self)
        for leftover in leftovers {
            try await server.execute(unchecked: "DROP DATABASE IF EXISTS \(leftover) WITH (FORCE)")
        }
    }

    /// The services' roles are made without a login; tests log in as them.
    private static func openRoles(_ server: PostgresSession) async throws {
        let roles = try await server.query(
            "SELECT rolname::text FROM pg_roles WHERE rolname ~ '^filon_[a-z_]+$' AND NOT rolsuper ORDER BY 1"
        ).values(as: String.self)
        for role in roles {
            try await server.execute(unchecked: "ALTER ROLE \(role) LOGIN PASSWORD '\(TestDatabase.password)'")
        }
    }
}
