import Foundation
import Migrations
public import Postgres

/// A migrated database of a test's own, cloned from a template that is made once per state of the migration files.
///
/// A clone costs about as much as its few megabytes; whoever forgets ``drop()`` leaves one that the next day's first
/// test removes.
public struct TestDatabase: Sendable {
    /// Password of every role's login on a test server.
    static let password = "filon-test-only"

    public let name: String
    /// A superuser's URL, whom no wall and no missing right stops.
    public let url: String

    /// Clones the template.
    /// - Throws: ``ServerMissing`` when no server was announced, or `PostgresError`.
    public static func make(function: String = #function) async throws -> TestDatabase {
        let template = try await TemplateDatabase.shared.name()
        let name = "filon_test_\(label(function))_\(random())"
        try await withServer { server in
            try await server.execute(unchecked: "CREATE DATABASE \(name) TEMPLATE \(template)")
        }
        let database = TestDatabase(name: name, url: try address(of: name))
        // Settings of roles belong to a database and are not cloned.
        try await database.withSession { session in
            try await session.query("SELECT msg.apply_role_settings()")
        }
        return database
    }

    /// One that stands where an earlier release left it, without data.
    /// - Parameter release: its name in `infra/database/releases`.
    public static func make(release: String, function: String = #function) async throws -> TestDatabase {
        // Makes the roles, and lets them in.
        _ = try await TemplateDatabase.shared.name()
        let name = "filon_test_\(label(function))_\(random())"
        let database = TestDatabase(name: name, url: try address(of: name))
        try await withServer { try await $0.execute(unchecked: "CREATE DATABASE \(name)") }
        let directory = try Migrator.directory()
        let file = directory.deletingLastPathComponent().appendingPathComponent("releases/\(release)")
        let heads = try SchemaHeads(file: file)
        try await database.withSession { session in
            try await Migrator(directory: directory, upTo: heads).migrate(session)
        }
        return database
    }

    /// The same database as one of the services' roles, e.g. `filon_scoring`.
    public func url(role: String) -> String {
        DatabaseURL(url).changed(user: role, password: Self.password)
    }

    /// The superuser's settings, or a role's: a busy machine takes a while to let a session in and to give one back.
    public func config(role: String? = nil) -> PostgresConfig {
        var config = PostgresConfig(url: role.map(url(role:)) ?? url)
        config.connectTimeout = .seconds(30)
        config.acquireTimeout = .seconds(120)
        return config
    }

    /// Runs `body` in a session of the superuser, or of `role`, that ends with it.
    @discardableResult
    public func withSession<T: Sendable>(
        role: String? = nil,
        _ body: (PostgresSession) async throws -> T
    ) async throws -> T {
        try await Self.withSession(role.map(url(role:)) ?? url, body)
    }

    /// Ends every session in the database and removes it. A failure leaves it to the next day's first test.
    public func drop() async {
        try? await Self.withServer { server in
            try await server.execute(unchecked: "DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
        }
    }
}

extension TestDatabase {
    static func address(of name: String) throws -> String {
        DatabaseURL(try ServerEnvironment.databaseURL()).changed(database: name)
    }

    /// A session in the server's own database, from which others are created and dropped.
    @discardableResult
    static func withServer<T: Sendable>(_ body: (PostgresSession) async throws -> T) async throws -> T {
        try await withSession(try ServerEnvironment.databaseURL(), body)
    }

    @discardableResult
    static func withSession<T: Sendable>(
        _ url: String,
        _ body: (PostgresSession) async throws -> T
    ) async throws -> T {
        var config = PostgresConfig(url: url, applicationName: "filon-test")
        // Several test processes may wait for one template, and a busy machine clones slowly.
        config.statementTimeout = .seconds(120)
        config.lockTimeout = .seconds(120)
        config.connectTimeout = .seconds(20)
        let session = PostgresSession(config)
        do {
            let value = try await body(session)
            await session.close()
            return value
        } catch {
            await session.close()
            throw error
        }
    }

    /// What a function's name leaves of itself in a database's name: at most 24 letters and digits.
    private static func label(_ function: String) -> String {
        String(function.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(24))
    }

    private static func random() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
