import ContractSupport
import Contracts
import Foundation
import InstallationSupport
import Testing

/// What `filon … --json` prints is a promise, too: `infra/docs/cli` holds its schemas.
enum CommandOutput {
    static let schemas = ContractFiles().root.appending(path: "infra/docs/cli")

    /// The schema's name for a command, and for what some of them print in its stead.
    static func name(of arguments: [String], printing output: JSONValue) -> String {
        let words = Array(arguments.prefix { !$0.hasPrefix("-") })
        switch words.first {
        case "replay" where words.dropFirst().first == "list": return "replay.list"
        case "replay", "dead":
            if output["inputs"] != nil { return "replay.dry-run" }
            if output["types"] != nil { return "replay.preview" }
            if output["progress"] != nil { return "replay.run" }
            return output["groups"] != nil ? "dead.groups" : words.prefix(2).joined(separator: ".")
        case "user", "department", "token", "import", "identify", "registry", "waterfall", "company", "rules",
            "model":
            return words.prefix(2).joined(separator: ".")
        default: return words.first ?? ""
        }
    }
}

extension Installation {
    /// One run of `filon` with `--json`; kept for ``checkOutputs()``.
    @discardableResult
    func ask(_ arguments: [String], settings: [String: String] = [:]) async throws -> JSONValue {
        let output = try await Wire.decode(
            JSONValue.self,
            from: [UInt8](tool(arguments + ["--json"], settings: settings))
        )
        let statement = Judge.Statement(
            origin: "filon \(arguments.joined(separator: " "))",
            type: CommandOutput.name(of: arguments, printing: output),
            message: output
        )
        let file = folder.appendingPathComponent("output-\(UUIDv7.make().wireText).json")
        try Data(Wire.encode(statement)).write(to: file)
        return output
    }

    /// Everything that ``ask(_:settings:)`` and imports brought is what its schema says, by a judge that is not ours.
    func checkOutputs() async throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let summaries = try files.filter { $0.lastPathComponent.hasPrefix("summary-") }.map { file in
            let summary = try Wire.decode(JSONValue.self, from: [UInt8](Data(contentsOf: file)))
            return Judge.Statement(origin: "filon import companies", type: "import.companies", message: summary)
        }
        let outputs = try files.filter { $0.lastPathComponent.hasPrefix("output-") }.map { file in
            let kept = try Wire.decode(JSONValue.self, from: [UInt8](Data(contentsOf: file)))
            return Judge.Statement(
                origin: kept["origin"]?.text ?? "",
                type: kept["type"]?.text ?? "",
                message: kept["message"] ?? .null
            )
        }
        let verdict = try await Judge.judge(outputs + summaries, by: CommandOutput.schemas)
        #expect(verdict.faults == [])
        #expect(verdict.isClean)
    }
}
