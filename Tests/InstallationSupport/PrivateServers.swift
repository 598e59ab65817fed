public import Foundation
import Glibc
import MessagingSupport
import TestSupport

/// PostgreSQL and RabbitMQ of one suite's own, which may be frightened, killed and started again without disturbing
/// anybody.
public struct PrivateServers: Sendable {
    public enum Kind: String, Sendable, CaseIterable { case postgres, rabbitmq }

    public let directory: URL
    /// What `infra/local/servers` announces of them.
    public let environment: [String: String]
    private let kinds: [Kind]

    /// - Parameter name: tells this suite's servers from those of another in the same process.
    public static func start(_ name: String, _ kinds: [Kind] = Kind.allCases) async throws -> PrivateServers {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("filon-\(getpid())-\(name)")
        try await atOnce(kinds) { kind in try await servers("up", kind, directory) }
        var settings: [String: String] = [:]
        for kind in kinds { settings.merge(try ServerScript.announced(in: home(of: kind, in: directory))) { $1 } }
        return PrivateServers(directory: directory, environment: settings, kinds: kinds)
    }

    /// Stops them and removes their data.
    public func stop() async throws {
        try await Self.atOnce(kinds) { [self] kind in
            // Nothing of it is needed any more; a goodbye would take seconds.
            if kind == .rabbitmq { try? await kill(kind) }
            try await Self.servers("reset", kind, directory)
        }
        try? FileManager.default.removeItem(at: directory)
    }

    /// Everything that `body` reads of servers, test databases and virtual hosts is of these.
    public func use<T>(_ body: () async throws -> T) async rethrows -> T {
        try await ServerEnvironment.$announced.withValue(environment) { try await body() }
    }

    public func value(of variable: String) throws -> String {
        guard let value = environment[variable] else { throw ServerMissing(variable: variable) }
        return value
    }

    public func port(of kind: Kind) throws -> UInt16 {
        let variable = kind == .postgres ? "FILON_TEST_POSTGRES_PORT" : "FILON_TEST_AMQP_PORT"
        guard let port = UInt16(try value(of: variable)) else { throw ServerMissing(variable: variable) }
        return port
    }

    /// One command of `rabbitmqctl` on this node.
    @discardableResult
    public func control(_ arguments: String...) async throws -> String {
        try await ServerScript.control(try value(of: "FILON_TEST_RABBITMQ_NODE"), environment, arguments)
    }

    /// SIGKILL of the server's first process: it writes nothing down any more.
    public func kill(_ kind: Kind) async throws {
        if kind == .rabbitmq {
            try await ServerScript.writeDownQueues(try value(of: "FILON_TEST_RABBITMQ_NODE"), environment)
        }
        try await ServerScript.end(try await process(of: kind), by: SIGKILL, leaving: port(of: kind))
    }

    /// PostgreSQL's "immediate" end: every session is cut off in the middle, recovery follows at the next start.
    public func crashPostgres() async throws {
        try await ServerScript.end(try await process(of: .postgres), by: SIGQUIT, leaving: port(of: .postgres))
    }

    /// Starts a killed server again, under its old address.
    public func restart(_ kind: Kind) async throws {
        try await Self.servers("up", kind, directory)
        let variable = kind == .postgres ? "FILON_TEST_POSTGRES_PORT" : "FILON_TEST_AMQP_PORT"
        let settings = try ServerScript.announced(in: Self.home(of: kind, in: directory))
        guard settings[variable] == "\(try port(of: kind))" else { throw Moved(kind: kind) }
    }

    struct Moved: Error, CustomStringConvertible {
        let kind: Kind
        var description: String { "\(kind) was started on another port, since somebody took its own meanwhile" }
    }

    private func process(of kind: Kind) async throws -> pid_t {
        try ServerScript.process(in: try await Self.servers("status", kind, directory))
    }

    @discardableResult
    private static func servers(_ command: String, _ kind: Kind, _ directory: URL) async throws -> String {
        try await ServerScript.run(command, ["--only", kind.rawValue], in: home(of: kind, in: directory))
    }

    /// Each in a folder of its own, so that they start and stop side by side.
    private static func home(of kind: Kind, in directory: URL) -> URL {
        directory.appendingPathComponent(kind.rawValue)
    }

    private static func atOnce(_ kinds: [Kind], _ body: @escaping @Sendable (Kind) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for kind in kinds { group.addTask { try await body(kind) } }
            try await group.waitForAll()
        }
    }
}
