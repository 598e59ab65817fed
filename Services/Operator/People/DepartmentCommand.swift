import ArgumentParser
import Contracts

struct DepartmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "department",
        abstract: "Departments.",
        subcommands: [Add.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Adds or renames a department.")
        @Argument(help: "Slug, e.g. commercial.") var id: DepartmentID
        @Argument(help: "Name as people read it.") var name: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let request = DepartmentRequested(actor: "operator", department: id, name: name, active: true)
            try await RequestSender(context: OperatorContext()).send([request])
            try common.print(text: "Department \(id) is in place.", json: ["department": id.rawValue])
        }
    }
}
