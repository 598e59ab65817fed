public import Foundation
import Glibc
import MessagingSupport

/// A process that runs until it is told to end, or until this test process ends in whatever way: its guardian reads
/// from a pipe that only the test holds open.
public struct Daemon: Sendable {
    private let process: pid_t
    private let leash: Int32
    private let log: URL

    public struct Failed: Error, CustomStringConvertible {
        let what: String
        let code: Int32
        public var description: String { "\(what) failed: \(String(cString: strerror(code)))" }
    }

    /// Closes every descriptor but its own first: one that is handed down keeps others' pipes open, and nobody would
    /// ever see their end.
    private static let guardian = #"""
        for fd in /proc/self/fd/*; do fd=${fd##*/}; [ "$fd" -le 2 ] || eval "exec $fd>&-"; done
        "$@" & child=$!; read -r signal; kill -"${signal:-KILL}" "$child"; wait "$child"
        """#

    /// - Parameters:
    ///   - program: what is run in place of our own executable of that name.
    ///   - environment: all that the process sees besides PATH, HOME and LANG.
    public init(
        _ name: String,
        program: [String]? = nil,
        arguments: [String] = [],
        environment: [String: String] = [:],
        logs: URL
    ) throws {
        log = logs.appendingPathComponent("\(name)-\(UUID().uuidString.prefix(8)).log")
        let command = ["bash", "-c", Self.guardian, "bash"] + (try program ?? [Executables.path(of: name)]) + arguments
        let own = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "LANG"].contains($0.key) }
        let variables = own.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
            throw Failed(what: "pipe", code: errno)
        }
        defer { close(ends[0]) }
        leash = ends[1]
        process = try Self.spawn(command, variables, input: ends[0], log: log.path)
    }

    /// SIGKILL: no instruction runs after it. Returns when the process is gone.
    public func kill() async throws {
        close(leash)
        try await gone(within: .seconds(20))
    }

    /// Asks it to end, and waits until it has.
    public func terminate(within limit: Duration = .seconds(30)) async throws {
        let order = Array("TERM\n".utf8)
        _ = order.withUnsafeBytes { write(leash, $0.baseAddress, $0.count) }
        defer { close(leash) }
        try await gone(within: limit)
    }

    /// Stops its program in the middle of whatever it does, until ``resume()``.
    public func pause() throws { try signal(SIGSTOP) }

    public func resume() throws { try signal(SIGCONT) }

    private func signal(_ number: Int32) throws {
        guard let program, Glibc.kill(program, number) == 0 else { throw Failed(what: "signal", code: ESRCH) }
    }

    /// Waits for it to end by itself.
    public func ended(within limit: Duration = .seconds(20)) async throws {
        try await eventually("the program in process \(process) has begun") { program != nil }
        try await eventually("the program in process \(process) has ended", within: limit) { program == nil }
        close(leash)
        try await gone(within: .seconds(30))
    }

    /// What its program has kept in memory at most, in MiB; nil when it has ended.
    public var peakMemory: Int? {
        guard let program, let status = try? String(contentsOfFile: "/proc/\(program)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return nil }
        return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 / 1024 }
    }

    /// The guardian's only child.
    private var program: pid_t? {
        let path = "/proc/\(process)/task/\(process)/children"
        let children = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return children.split(separator: " ").first.flatMap { pid_t($0) }
    }

    private func gone(within limit: Duration) async throws {
        try await eventually("process \(process) is gone", within: limit) {
            waitpid(process, nil, WNOHANG) != 0
        }
    }

    /// The end of what it said on one line, for a failed test's text: the runner prints the lines of failures alone.
    public var lastWords: String {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(8).joined(separator: " | ")
    }

    private static func spawn(
        _ command: [String],
        _ variables: [String],
        input: Int32,
        log: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let words = command.map { strdup($0) } + [nil]
        let environment = variables.map { strdup($0) } + [nil]
        defer { for text in words + environment { free(text) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, "/bin/bash", &actions, nil, words, environment)
        guard status == 0 else { throw Failed(what: "posix_spawn", code: status) }
        return process
    }
}
