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
        switch (arguments.first, output) {
        case ("replay", _) where arguments.dropFirst().first == "list": "replay.list"
        case ("replay", _),
            ("dead", _) where output["inputs"] != nil:
            "replay.dry-run"
        case ("replay", _),
            ("dead", _) where output["types"] != nil:
            "replay.preview"
        case ("replay", _),
            ("dead", _) where output["progress"] != nil:
            "replay.run"
        case ("dead", _) where output["groups"] != nil: "dead.groups"
        case ("explain", _): "explain"
        default:
            arguments.prefix { !$0.hasPrefix("-") }.prefix(Self.groups.contains(arguments.first ?? "") ? 2 : 1)
                .joined(separator: ".")
        }
    }

    /// Commands whose second word is a command.
    private static let groups: Set = ["dead", "user", "department", "token", "import"]
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
