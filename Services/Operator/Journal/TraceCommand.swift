import ArgumentParser
import Contracts
import Foundation
import Messaging
import Postgres

struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "The whole story of a lead across the services, as a tree with times.",
        discussion: "A correlation id; or a message's id, whose story is looked up."
    )

    @Argument(help: "The correlation id, or the id of any message of the story.") var id: UUID
    @OptionGroup var common: CommonOptions

    /// Messages of one story that are shown; an import of many companies is one story.
    private static let entriesMax = 5_000

    func run() async throws {
        let story = try await OperatorContext().read { [id] tx in
            try StoryStore.story(id, limit: Self.entriesMax, in: tx)
        }
        guard let story else {
            throw OperatorError("The journal has no story and no message \(id.wireText); it keeps 30 days.")
        }
        var text = story.text
        if story.entries.count == Self.entriesMax { text += "\nOnly the newest \(Self.entriesMax) messages are shown." }
        try common.print(text: text, json: story.shown(story.entries.first?.envelope.correlationID ?? id))
    }
}
