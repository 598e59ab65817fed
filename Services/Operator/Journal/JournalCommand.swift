import ArgumentParser
import Contracts
import Foundation
import Messaging
import Postgres

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Searches what was announced, newest first.",
        discussion: """
            Every event stands here for 30 days. `filon trace CORRELATION` shows the whole story of one of them, `filon
            replay` runs them again.
            """
    )

    @Argument(help: "Messages by id, with their bodies; none: whatever the options say.") var ids: [UUID] = []
    @OptionGroup var options: JournalOptions
    @Option(help: "At most so many.") var limit = 50
    @Flag(help: "Bodies, too; they may hold personal data.") var bodies = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        var filter = try await options.filter(context)
        filter.ids = ids
        let (asked, wantsBodies) = (filter, bodies || !ids.isEmpty)
        let atMost = max(1, min(10_000, limit))
        var found = try await JournalSearch.newest(asked, limit: atMost, context)
        if wantsBodies { try await Self.addBodies(to: &found, context) }
        if let missing = ids.first(where: { id in !found.contains { $0.envelope.messageID == id } }) {
            throw OperatorError("The journal has no message \(missing.wireText); it keeps 30 days.")
        }
        let lines = found.map { entry in
            TextTable.row([
                (WireDate.text(entry.envelope.occurredAt), 24), (entry.envelope.type, 24), (entry.announcer, 16),
                (entry.envelope.subject, 44), (entry.envelope.messageID.wireText, 36),
            ]) + (wantsBodies ? "\n  \(String(decoding: entry.body, as: UTF8.self))" : "")
        }
        try common.print(
            text: lines.isEmpty ? "Nothing was announced that fits." : lines.joined(separator: "\n"),
            json: ["messages": found.map { $0.shown(withBody: wantsBodies) }]
        )
    }

    private static func addBodies(to entries: inout [JournalEntry], _ context: OperatorContext) async throws {
        guard let last = entries.last, let first = entries.first else { return }
        let (ids, schemas) = (entries.map(\.envelope.messageID), Set(entries.map(\.schema)).sorted())
        let whole = try await context.read { tx in
            try JournalStore.messages(
                ids,
                from: last.envelope.occurredAt,
                until: first.envelope.occurredAt,
                schemas: schemas,
                in: tx
            )
        }
        for index in entries.indices { entries[index].body = whole[entries[index].envelope.messageID]?.body ?? [] }
    }
}
