import ArgumentParser
import Contracts
import Foundation
import Messaging
import Postgres

struct EditLetter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Changes a letter's body, checked against its schema; the original is kept.",
        discussion: """
            --set leadID='"0192…"' or --set score.points=40 sets one member (JSON; what is none is a text), --remove
            takes one away, --body replaces all. Then `filon dead retry`.
            """
    )

    @Argument(help: "The letter.") var id: UUID
    @Option(help: "path=value; may be given several times.") var set: [String] = []
    @Option(help: "A path to remove; may be given several times.") var remove: [String] = []
    @Option(help: "A file that holds the whole new body; - is standard input.") var body: String?
    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let letter: String
        let differences: [OutcomeDiff.Difference]
    }

    func run() async throws {
        guard body != nil || !set.isEmpty || !remove.isEmpty else {
            throw OperatorError("Say what to change: --set, --remove or --body.")
        }
        let context = try OperatorContext()
        let opened = try await context.read { [id] tx in try DeadLetterStore.opened([id], in: tx).first }
        guard let opened else { throw OperatorError("There is no dead letter \(id.wireText).") }
        guard opened.letter.state == "open" else {
            throw OperatorError("The letter \(id.wireText) is \(opened.letter.state): only open ones are edited.")
        }
        let edited = try edit(opened)
        try Self.check(edited, type: opened.letter.type)
        let bytes = try Wire.encode(edited)
        let audit = Audit.entry("dead_letter.edited", "dead_letter/\(id.wireText)", opened.letter.type)
        let isDone = try await context.act(audit) { [id] tx in
            try DeadLetterStore.edit(id, from: opened.body, to: bytes, by: ReplayRun.actor, in: tx)
        }
        guard isDone else { throw OperatorError("Somebody else has changed the letter \(id.wireText) meanwhile.") }
        let before = (try? Wire.decode(JSONValue.self, from: opened.body)) ?? .null
        let diff = OutcomeDiff(then: before, now: edited, since: .distantFuture).differences
        try common.print(
            text: (diff.map(\.text) + [
                "The letter \(id.wireText) is changed; `filon dead retry \(id.wireText)` runs it."
            ])
            .joined(separator: "\n"),
            json: Report(letter: id.wireText, differences: diff)
        )
    }

    private func edit(_ opened: OpenedLetter) throws -> JSONValue {
        if let body {
            let data =
                body == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: body)
            guard let data else { throw OperatorError("\(body) cannot be read.") }
            guard let value = try? Wire.decode(JSONValue.self, from: [UInt8](data)) else {
                throw OperatorError("The new body is no JSON.")
            }
            return value
        }
        guard var value = try? Wire.decode(JSONValue.self, from: opened.body) else {
            throw OperatorError("The letter's body is no JSON; replace it with --body.")
        }
        for assignment in set {
            guard let equals = assignment.firstIndex(of: "=") else {
                throw OperatorError("--set takes path=value, not \(assignment).")
            }
            let text = String(assignment[assignment.index(after: equals)...])
            let new = (try? Wire.decode(JSONValue.self, from: [UInt8](text.utf8))) ?? .string(text)
            try value.set(String(assignment[..<equals]), to: new)
        }
        for path in remove { try value.set(path, to: nil) }
        return value
    }

    /// What its reader needs and what its schema says.
    static func check(_ value: JSONValue, type: String) throws {
        guard let entry = Catalogue.entry(of: type) else { throw OperatorError(JournalOptions.unknown(type)) }
        let faults: [String]
        do {
            faults = try EventSchema(of: type).faults(in: value)
        } catch {
            throw OperatorError("\(error)")
        }
        guard faults.isEmpty else {
            throw OperatorError(
                "The new body is not what \(type) allows: \(faults.prefix(10).joined(separator: "; "))."
            )
        }
        do {
            try read(entry.event, try Wire.encode(value))
        } catch let error as DecodingError {
            throw OperatorError("The new body cannot be read: \(RefusedParameters(error, of: type)).")
        }
    }

    private static func read<E: Event>(_ type: E.Type, _ bytes: [UInt8]) throws {
        _ = try Wire.decode(E.self, from: bytes)
    }
}
