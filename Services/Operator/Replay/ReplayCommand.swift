import ArgumentParser

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Runs announced messages again, into one service; or shows what would come of them.",
        discussion: """
            A frozen set is made of what the options select; later messages do not join it. A real replay makes new messages
            that repeat the old ones, for the one service named by --to. A dry run has today's handlers run them and takes
            it all back, or decides again on recorded inputs. What could not be handled is run again by `filon dead retry`.
            """,
        subcommands: [RunReplay.self, ListReplays.self, ShowReplay.self, ResumeReplay.self, CancelReplay.self],
        defaultSubcommand: RunReplay.self
    )
}
