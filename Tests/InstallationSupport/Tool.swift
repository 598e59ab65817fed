public import Foundation

/// One run of `filon`.
public enum Tool {
    public struct Failed: Error, CustomStringConvertible {
        let arguments: [String]
        let status: Int32
        let errors: String
        public var description: String { "filon \(arguments.joined(separator: " ")) ended with \(status): \(errors)" }
    }

    /// - Parameter condition: once it holds, the run gets SIGKILL.
    /// - Returns: what it printed.
    /// - Throws: ``Failed`` with its errors unless it ended with 0.
    @discardableResult
    public static func run(
        _ arguments: [String],
        _ environment: [String: String],
        logs: URL,
        killedOnce condition: (@Sendable () async throws -> Bool)? = nil
    ) async throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Executables.path(of: "filon"))
        process.arguments = arguments
        let own = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "LANG"].contains($0.key) }
        process.environment = own.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let files = try ["out", "err"].map { kind in
            let file = logs.appendingPathComponent("filon-\(UUID().uuidString.prefix(8)).\(kind)")
            try Data().write(to: file)
            return (url: file, handle: try FileHandle(forWritingTo: file))
        }
        process.standardOutput = files[0].handle
        process.standardError = files[1].handle
        let (ended, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try process.run()
        let killer = condition.map { condition in
            Task { [pid = process.processIdentifier] in
                while try await !condition() { try await Task.sleep(for: .milliseconds(10)) }
                kill(pid, SIGKILL)
            }
        }
        defer { killer?.cancel() }
        var status: Int32 = -1
        for await value in ended { status = value }
        guard status == 0 else {
            let errors = (try? String(contentsOf: files[1].url, encoding: .utf8)) ?? ""
            throw Failed(arguments: arguments, status: status, errors: String(errors.suffix(2000)))
        }
        return try Data(contentsOf: files[0].url)
    }
}
