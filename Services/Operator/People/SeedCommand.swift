import ArgumentParser
import Contracts
import Foundation

struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Asks for the departments, colleagues and stages of a file; safe to run again."
    )

    @Argument(help: "JSON: {departments, users, lead_stages}.", completion: .file()) var file: String
    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw OperatorError("\(file) cannot be read. Check the path.")
        }
        let organisation: Organisation
        do {
            organisation = try OutputJSON.decode(Organisation.self, from: [UInt8](data))
        } catch {
            throw OperatorError("\(file) is not the JSON that seed takes: departments, users, lead_stages.")
        }
        let sender = RequestSender(context: try OperatorContext())
        try await sender.send(organisation.departments.map(\.request))
        let rest: [any Event] = organisation.users.map(\.request) + organisation.leadStages.map(\.request)
        try await sender.send(rest)
        let count = organisation.departments.count + rest.count
        try common.print(text: "\(count) requests carried out.", json: ["requests": count])
    }
}
