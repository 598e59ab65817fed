import ArgumentParser
import Contracts
import Foundation
import Postgres

struct ShowLetter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "All that is known of a letter: cause, attempts, headers, body, and the story it belongs to.",
        discussion: "The body may hold personal data."
    )

    @Argument(help: "The letter.") var id: UUID
    @OptionGroup var common: CommonOptions

    struct Shown: Encodable {
        let letter: Letter.Shown
        let headers: JSONValue
        let body: JSONValue?
        /// where it is no JSON
        let bodyText: String?
        let originalBody: JSONValue?
        let editedBy: String?
        let editedAt: String?
        let obstacle: String?
        let trace: Story.Shown?
    }

    func run() async throws {
        let found = try await OperatorContext().read { [id] tx -> (OpenedLetter, Story?)? in
            guard let opened = try DeadLetterStore.opened([id], in: tx).first else { return nil }
            return (opened, try opened.letter.correlationID.flatMap { try StoryStore.story($0, limit: 200, in: tx) })
        }
        guard let (opened, story) = found else { throw OperatorError("There is no dead letter \(id.wireText).") }
        try common.print(text: Self.text(opened, story), json: Self.shown(opened, story))
    }

    private static func shown(_ opened: OpenedLetter, _ story: Story?) -> Shown {
        let body = try? Wire.decode(JSONValue.self, from: opened.body)
        return Shown(
            letter: opened.letter.shown,
            headers: opened.headers,
            body: body,
            bodyText: body == nil ? String(decoding: opened.body, as: UTF8.self) : nil,
            originalBody: opened.originalBody.flatMap { try? Wire.decode(JSONValue.self, from: $0) },
            editedBy: opened.editedBy,
            editedAt: opened.editedAt.map(WireDate.text),
            obstacle: opened.letter.obstacle,
            trace: story?.shown(opened.letter.correlationID ?? opened.letter.id)
        )
    }

    private static func text(_ opened: OpenedLetter, _ story: Story?) -> String {
        let letter = opened.letter
        var lines = [
            "\(letter.type) for \(letter.handler) (\(letter.service)), \(letter.state)",
            "  cause     \(letter.errorClass ?? "unknown"): \(letter.reason)",
            "  group     \(letter.group ?? "none")",
            "  attempts  \(letter.attempts), from \(WireDate.text(letter.firstFailedAt)) "
                + "to \(WireDate.text(letter.failedAt))",
            "  message   \(letter.messageID.wireText)",
        ]
        if let company = letter.companyID { lines.append("  company   \(company.wireText)") }
        if let note = letter.note { lines.append("  note      \(note)") }
        if let editor = opened.editedBy { lines.append("  edited    by \(editor)") }
        if let obstacle = letter.obstacle { lines.append("  OBSTACLE  \(obstacle)") }
        lines.append("Headers")
        for (name, value) in (opened.headers.members ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines.append("  \(TextTable.fit(name, 18)) \(value.text ?? "")")
        }
        lines.append("Body")
        lines.append("  " + String(decoding: opened.body, as: UTF8.self))
        if let story { lines += ["Story", story.text] }
        return lines.joined(separator: "\n")
    }
}
