import ArgumentParser

/// The operator's tool. Exit code 0 only when a command did what it says.
@main
struct FilonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filon",
        abstract: "Operates Filon: migrations, imports, people, tokens, state of the whole.",
        subcommands: [
            MigrateCommand.self, SeedCommand.self, UserCommand.self, DepartmentCommand.self, TokenCommand.self,
        ])
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON instead of text.")
    var json = false
}
