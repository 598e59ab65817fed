import ArgumentParser

struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Messages that could not be handled: find, understand, edit, retry, discard.",
        subcommands: [
            ListLetters.self, ShowLetter.self, EditLetter.self, RetryLetters.self, DiscardLetters.self,
        ]
    )
}
