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
        for kind in kinds {
            for line in try announcement(of: kind, in: directory).split(separator: "\n") {
                let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
                if pair.count == 2 { settings[pair[0]] = pair[1] }
            }
        }
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
        try await Command.run(
            ["/usr/lib/rabbitmq/bin/rabbitmqctl", "--quiet", "--node", try value(of: "FILON_TEST_RABBITMQ_NODE")]
                + arguments,
            environment: [
                "HOME": try value(of: "FILON_TEST_RABBITMQ_HOME"),
                "ERL_EPMD_PORT": try value(of: "FILON_TEST_RABBITMQ_EPMD_PORT"), "ERL_EPMD_ADDRESS": "127.0.0.1",
                "LANG": "C.UTF-8", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ]
        )
    }

    /// SIGKILL of the server's first process: it writes nothing down any more.
    ///
    /// RabbitMQ 3.10 writes down that a quorum queue exists half a second after the last look at that list (ra's
    /// `ra_directory`), and forgets a younger queue with all that it confirmed. Ours are made long before by
    /// `filon migrate`, the tests' a moment ago: that is made up for here.
    public func kill(_ kind: Kind) async throws {
        if kind == .rabbitmq {
            try await control(
                "eval",
                "#{names := #{directory_rev := T}} = ra_system:fetch(quorum_queues), dets:sync(T)."
            )
        }
        let process = try await process(of: kind)
        Glibc.kill(process, SIGKILL)
        try await eventually("\(kind) is gone") { Self.isGone(process) }
        // Its last threads may hold the port for another moment, and the next start would take another.
        let port = try port(of: kind)
        try await eventually("\(kind) has left its port") { !FreePorts.isTaken(port) }
    }

    /// PostgreSQL's "immediate" end: every session is cut off in the middle, recovery follows at the next start.
    public func crashPostgres() async throws {
        let process = try await process(of: .postgres)
        Glibc.kill(process, SIGQUIT)
        try await eventually("postgres is gone") { Self.isGone(process) }
        let port = try port(of: .postgres)
        try await eventually("postgres has left its port") { !FreePorts.isTaken(port) }
    }

    /// Starts a killed server again, under its old address.
    public func restart(_ kind: Kind) async throws {
        try await Self.servers("up", kind, directory)
        let text = try Self.announcement(of: kind, in: directory)
        let variable = kind == .postgres ? "FILON_TEST_POSTGRES_PORT" : "FILON_TEST_AMQP_PORT"
        guard text.contains("\(variable)=\(try port(of: kind))\n") else { throw Moved(kind: kind) }
    }

    struct Moved: Error, CustomStringConvertible {
        let kind: Kind
        var description: String { "\(kind) was started on another port, since somebody took its own meanwhile" }
    }

    /// Nobody may have collected what is left of it.
    private static func isGone(_ process: pid_t) -> Bool {
        guard Glibc.kill(process, 0) == 0 else { return true }
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.split(separator: " ").first == "Z"
    }

    private func process(of kind: Kind) async throws -> pid_t {
        let line = try await Self.servers("status", kind, directory)
        guard let word = line.split(whereSeparator: \.isWhitespace).last, let process = pid_t(word) else {
            throw Command.Failed(command: "servers status", status: 0, output: line)
        }
        return process
    }

    @discardableResult
    private static func servers(_ command: String, _ kind: Kind, _ directory: URL) async throws -> String {
        let script = Executables.checkout.appendingPathComponent("infra/local/servers").path
        let own = home(of: kind, in: directory).path
        return try await Command.run([script, command, "--only", kind.rawValue, "--directory", own])
    }

    /// Each in a folder of its own, so that they start and stop side by side.
    private static func home(of kind: Kind, in directory: URL) -> URL {
        directory.appendingPathComponent(kind.rawValue)
    }

    private static func announcement(of kind: Kind, in directory: URL) throws -> String {
        let file = home(of: kind, in: directory).appendingPathComponent("servers.env")
        return try String(contentsOf: file, encoding: .utf8)
    }

    private static func atOnce(_ kinds: [Kind], _ body: @escaping @Sendable (Kind) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for kind in kinds { group.addTask { try await body(kind) } }
            try await group.waitForAll()
        }
    }
}
