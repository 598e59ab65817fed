import Foundation
import Postgres
import TestSupport
import Testing

/// A database of a test's own, dropped afterwards.
struct Database {
    let config: PostgresConfig

    /// - Parameter schema: statements run before `body`.
    static func with<T>(
        _ schema: String = "",
        _ body: (Database) async throws -> T
    ) async throws -> T {
        let url = try ServerEnvironment.databaseURL()
        let name = "postgres_test_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
        let server = PostgresSession(patient(url))
        try await server.execute(unchecked: "CREATE DATABASE \(name)")
        let database = Database(config: patient(try Self.url(url, database: name)))
        do {
            let session = database.session()
            if !schema.isEmpty { try await session.execute(unchecked: schema) }
            await session.close()
            let value = try await body(database)
            try await server.execute(unchecked: "DROP DATABASE \(name) WITH (FORCE)")
            return value
        } catch {
            try await server.execute(unchecked: "DROP DATABASE \(name) WITH (FORCE)")
            throw error
        }
    }

    func pool(_ size: Int, _ change: (inout PostgresConfig) -> Void = { _ in }) -> PostgresPool {
        var config = config
        change(&config)
        return PostgresPool(config, size: size)
    }

    func session(_ change: (inout PostgresConfig) -> Void = { _ in }) -> PostgresSession {
        var config = config
        change(&config)
        return PostgresSession(config)
    }

    /// A busy machine may take a while to let a session in.
    private static func patient(_ url: String) -> PostgresConfig {
        var config = PostgresConfig(url: url)
        config.connectTimeout = .seconds(20)
        return config
    }

    private static func url(_ url: String, database: String) throws -> String {
        var components = try #require(URLComponents(string: url))
        components.path = "/" + database
        return try #require(components.string)
    }
}

/// Polls until `condition` holds; false after half a minute.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        await Task.yield()
    }
    return false
}

/// The error that `body` throws.
func failure(_ body: () async throws -> Void) async throws -> PostgresError {
    do {
        try await body()
    } catch let error as PostgresError {
        return error
    }
    throw Unmet()
}

struct Unmet: Error {}
