import ArgumentParser
import Contracts
import Foundation

struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Asks for the departments, colleagues and stages of a file; safe to run again.")

    @Argument(help: "JSON: {departments, users, lead_stages}.", completion: .file()) var file: String
    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw OperatorError("\(file) cannot be read. Check the path.")
        }
        let organisation: Organisation
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            organisation = try decoder.decode(Organisation.self, from: data)
        } catch {
            throw OperatorError("\(file) is not the JSON that seed takes: departments, users, lead_stages.")
        }
        let sender = RequestSender(context: try OperatorContext())
        try refuse(try await sender.send(organisation.departments.map(\.request)))
        let rest: [any Event] = organisation.users.map(\.request) + organisation.leadStages.map(\.request)
        try refuse(try await sender.send(rest))
        let count = organisation.departments.count + rest.count
        print(common.json ? "{\"requests\":\(count)}" : "\(count) requests carried out.")
    }
}

/// A seed file: who works here, and the stages of the sales pipeline.
struct Organisation: Decodable, Sendable {
    struct Department: Decodable, Sendable {
        let id: DepartmentID
        let name: String

        var request: DepartmentRequested {
            DepartmentRequested(actor: "operator", department: id, name: name, active: true)
        }
    }

    struct User: Decodable, Sendable {
        let email: String
        let displayName: String
        let department: DepartmentID
        let role: String
        let capacityPerDay: Int
        let zones: [String]
        let skills: [String]
        let active: Bool

        var request: UserRequested {
            UserRequested(
                actor: "operator", email: email, displayName: displayName, department: department, role: role,
                capacityPerDay: capacityPerDay, zones: zones, skills: skills, active: active)
        }
    }

    struct Stage: Decodable, Sendable {
        let key: String
        let label: String
        let position: Int
        let probability: Int
        let limitBusinessDays: Int?
        let terminal: String?

        var request: LeadStageRequested {
            LeadStageRequested(
                actor: "operator", key: key, label: label, position: position, probabilityPercent: probability,
                limitBusinessDays: limitBusinessDays, terminal: terminal)
        }
    }

    let departments: [Department]
    let users: [User]
    let leadStages: [Stage]
}
