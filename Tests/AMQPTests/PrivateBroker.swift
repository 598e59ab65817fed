import Foundation
import Glibc
import Testing

/// A broker of this suite's own, which may be frightened and restarted without disturbing anybody.
struct PrivateBroker: Sendable {
    @TaskLocal static var current: PrivateBroker?

    let directory: URL
    let url: String
    let environment: [String: String]

    static func start() async throws -> PrivateBroker {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("filon-\(getpid())-amqp")
        try await servers("up", directory)
        let text = try String(contentsOf: directory.appendingPathComponent("servers.env"), encoding: .utf8)
        var settings: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { settings[pair[0]] = pair[1] }
        }
        let url = try #require(settings["FILON_TEST_AMQP_URL"])
        return PrivateBroker(directory: directory, url: url, environment: settings)
    }

    func stop() async throws {
        try await Self.servers("down", directory)
        try? FileManager.default.removeItem(at: directory)
    }

    /// One command of `rabbitmqctl` on this node.
    @discardableResult
    func control(_ arguments: String...) async throws -> String {
        let home = try #require(environment["FILON_TEST_RABBITMQ_HOME"])
        let node = try #require(environment["FILON_TEST_RABBITMQ_NODE"])
        let port = try #require(environment["FILON_TEST_RABBITMQ_EPMD_PORT"])
        return try await Self.run(
            ["/usr/lib/rabbitmq/bin/rabbitmqctl", "--quiet", "--node", node] + arguments,
            environment: [
                "HOME": home, "ERL_EPMD_PORT": port, "ERL_EPMD_ADDRESS": "127.0.0.1", "LANG": "C.UTF-8",
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ]
        )
    }

    private static func servers(_ command: String, _ directory: URL) async throws {
        let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try await run(
            [checkout.path + "/infra/local/servers", command, "--only", "rabbitmq", "--directory", directory.path])
    }

    /// Runs a program to its end and returns what it wrote; a failure is an error that shows it.
    @discardableResult
    static func run(_ command: [String], environment: [String: String]? = nil) async throws -> String {
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("filon-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: log) }
        // Not Foundation's Process: it waits for every daemon that its child leaves behind.
        let status = try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try spawn(command, environment, output: log.path) }) }.start()
        }
        let text = try String(contentsOf: log, encoding: .utf8)
        guard status == 0 else { throw CommandFailed(command: command[0], status: status, output: text) }
        return text
    }

    /// Blocks until the program ends; its exit status.
    private static func spawn(_ command: [String], _ environment: [String: String]?, output: String) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let settings = environment ?? ProcessInfo.processInfo.environment
        var arguments = command.map { strdup($0) } + [nil]
        var variables = settings.map { strdup("\($0)=\($1)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var process = pid_t()
        let failure = posix_spawn(&process, command[0], &actions, nil, &arguments, &variables)
        guard failure == 0 else { throw CommandFailed(command: command[0], status: failure, output: "not started") }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}

struct CommandFailed: Error {
    let command: String
    let status: Int32
    let output: String
}

/// Starts the broker before the suite's first test and stops it after the last.
struct PrivateBrokerTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let broker = try await PrivateBroker.start()
        do {
            try await PrivateBroker.$current.withValue(broker) { try await function() }
        } catch {
            try? await broker.stop()
            throw error
        }
        try await broker.stop()
    }
}

extension Trait where Self == PrivateBrokerTrait {
    static var privateBroker: Self { Self() }
}
