import ArgumentParser

/// The operator's tool. Exit code 0 only when a command did what it says.
@main
struct FilonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filon",
        abstract: "Operates Filon: migrations, imports, people, tokens, state of the whole.",
        subcommands: [
            MigrateCommand.self, StatusCommand.self, SeedCommand.self, DepartmentCommand.self, UserCommand.self,
            TokenCommand.self, ImportCommand.self, DemoCommand.self, ExplainCommand.self, DeadCommand.self,
        ]
    )
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON instead of text.")
    var json = false

    /// One or the other, on standard output.
    func print(text: String, json value: some Encodable) throws {
        Swift.print(json ? try OutputJSON.text(value) : text)
    }
}
