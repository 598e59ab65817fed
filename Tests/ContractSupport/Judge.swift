public import Contracts
public import Foundation

/// The validator of JSON Schema that is not ours: `Tests/Strangers/judge.py`, Debian's python3-jsonschema.
public enum Judge {
    /// A message and where it is from.
    public struct Statement: Encodable, Sendable {
        public let origin: String
        public let type: String
        public let message: JSONValue

        public init(origin: String, type: String, message: JSONValue) {
            (self.origin, self.type, self.message) = (origin, type, message)
        }
    }

    /// What it said; the last line counts what was judged.
    public struct Verdict: Sendable {
        public let lines: [String]
        public let isClean: Bool
        public var faults: [String] { Array(lines.dropLast()) }
    }

    /// Holds each message to its schema in `schemas`, nothing added to it.
    public static func judge(_ statements: [Statement], by schemas: URL) async throws -> Verdict {
        let lines = try statements.map { String(decoding: try Wire.encode($0), as: UTF8.self) }
        let (status, output) = try await python("judge.py", [schemas.path], input: lines.joined(separator: "\n"))
        return Verdict(lines: output.split(separator: "\n").map(String.init), isClean: status == 0)
    }

    /// Runs a script of `Tests/Strangers`.
    /// - Returns: its exit status, and what it printed, errors last.
    public static func python(
        _ script: String,
        _ arguments: [String],
        input: String = ""
    ) async throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "filon-judge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try ["in", "out", "err"].map { name in
            let file = folder.appending(path: name)
            try Data((name == "in" ? input : "").utf8).write(to: file)
            return file
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        // Nothing compiled is left beside the scripts.
        process.arguments =
            ["-B", ContractFiles().root.appending(path: "Tests/Strangers/\(script)").path] + arguments
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let output = try files.dropFirst().map { try String(contentsOf: $0, encoding: .utf8) }
        guard !output[1].contains("ModuleNotFoundError") else { throw Missing() }
        return (status, output.joined())
    }

    struct Missing: Error, CustomStringConvertible {
        var description: String { "python3-jsonschema or python3-pika is missing: infra/scripts/prerequisites test" }
    }
}
