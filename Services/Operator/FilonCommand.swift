import ArgumentParser
import Foundation
import Migrations
import ServiceKit

/// The operator's tool. Exit code 0 only when a command did what it says.
@main
struct FilonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filon",
        abstract: "Operates Filon: migrations, imports, people, tokens, state of the whole.",
        version: release,
        subcommands: [
            MigrateCommand.self, StatusCommand.self, SeedCommand.self, DepartmentCommand.self, UserCommand.self,
            TokenCommand.self, ImportCommand.self, IdentifyCommand.self, DemoCommand.self, ExplainCommand.self,
            QueuesCommand.self, DeadCommand.self, JournalCommand.self, TraceCommand.self, ReplayCommand.self,
            CompanyCommand.self, ProviderCommand.self, WaterfallCommand.self, RegistryCommand.self, RulesCommand.self,
            RescoreCommand.self, ModelCommand.self,
        ]
    )

    /// Tag and schema version, as `GET /version` tells a service's.
    private static var release: String {
        let heads = try? Migrator(directory: Migrator.directory()).heads
        return "filon \(Version.current) (v\(Version.current))\nschemas: "
            + (heads.map { "\($0)" } ?? "unknown; set FILON_MIGRATIONS to infra/database/migrations")
    }

    /// Leaves without the libraries' clean-up, because sessions still have threads.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
            ProcessEnd.leave(0)
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if code == .success { print(text) } else { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
            ProcessEnd.leave(code.rawValue)
        }
    }
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
