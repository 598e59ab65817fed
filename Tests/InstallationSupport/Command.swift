import Foundation
import Glibc

/// A program that is run to its end.
public enum Command {
    public struct Failed: Error, CustomStringConvertible {
        public let command: String
        public let status: Int32
        public let output: String
        public var description: String { "\(command) ended with \(status): \(output.suffix(2000))" }
    }

    /// Returns what it wrote; a failure is an error that shows it.
    @discardableResult
    public static func run(_ command: [String], environment: [String: String]? = nil) async throws -> String {
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("filon-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: log) }
        // Not Foundation's Process: it waits for every daemon that its child leaves behind.
        let status = try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try spawn(command, environment, output: log.path) }) }.start()
        }
        let text = try String(contentsOf: log, encoding: .utf8)
        guard status == 0 else { throw Failed(command: command[0], status: status, output: text) }
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
        guard failure == 0 else { throw Failed(command: command[0], status: failure, output: "not started") }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
