import Foundation
import Glibc
import MessagingSupport

/// `infra/local/servers` and the processes that it starts.
enum ServerScript {
    @discardableResult
    static func run(_ command: String, _ options: [String] = [], in directory: URL) async throws -> String {
        let script = Executables.checkout.appendingPathComponent("infra/local/servers").path
        return try await Command.run([script, command, "--directory", directory.path] + options)
    }

    /// What it announces of the servers in `directory`.
    static func announced(in directory: URL) throws -> [String: String] {
        let text = try String(contentsOf: directory.appendingPathComponent("servers.env"), encoding: .utf8)
        return text.split(separator: "\n").reduce(into: [:]) { settings, line in
            let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { settings[pair[0]] = pair[1] }
        }
    }

    /// The process that a line of its status ends with.
    static func process(in line: some StringProtocol) throws -> pid_t {
        guard let word = line.split(whereSeparator: \.isWhitespace).last, let process = pid_t(word) else {
            throw Command.Failed(command: "servers status", status: 0, output: String(line))
        }
        return process
    }

    /// One command of `rabbitmqctl`.
    /// - Parameter settings: as announced: whose cookie it shows, and where nodes are found.
    @discardableResult
    static func control(_ node: String, _ settings: [String: String], _ arguments: [String]) async throws -> String {
        try await Command.run(
            ["/usr/lib/rabbitmq/bin/rabbitmqctl", "--quiet", "--node", node] + arguments,
            environment: [
                "HOME": settings["FILON_TEST_RABBITMQ_HOME"] ?? "",
                "ERL_EPMD_PORT": settings["FILON_TEST_RABBITMQ_EPMD_PORT"] ?? "", "ERL_EPMD_ADDRESS": "127.0.0.1",
                "LANG": "C.UTF-8", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ]
        )
    }

    /// RabbitMQ 3.10 writes down that a quorum queue exists half a second after the last look at that list (ra's
    /// `ra_directory`), and forgets a younger queue with all that it confirmed. Ours are made long before by
    /// `filon migrate`, the tests' a moment ago: that is made up for here, before a node is killed.
    static func writeDownQueues(_ node: String, _ settings: [String: String]) async throws {
        let command = "#{names := #{directory_rev := T}} = ra_system:fetch(quorum_queues), dets:sync(T)."
        try await control(node, settings, ["eval", command])
    }

    /// Sends `signal` to a server's first process and waits until it has ended and left its port: a thread of it may hold
    /// that for another moment, and the next start would take another.
    static func end(_ process: pid_t, by signal: Int32, leaving port: UInt16) async throws {
        kill(process, signal)
        try await eventually("server \(process) is gone") { isGone(process) }
        try await eventually("server \(process) has left port \(port)") { !HeldPorts.isTaken(port) }
    }

    /// Nobody may have collected what is left of it.
    private static func isGone(_ process: pid_t) -> Bool {
        guard kill(process, 0) == 0 else { return true }
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.split(separator: " ").first == "Z"
    }
}
