import ArgumentParser
import Contracts
import Foundation

struct DepartmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "department", abstract: "Departments.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Adds or renames a department.")
        @Argument(help: "Slug, e.g. commercial.") var id: String
        @Argument(help: "Name as people read it.") var name: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let request = DepartmentRequested(
                actor: "operator", department: try department(id), name: name, active: true)
            try await report(RequestSender(context: OperatorContext()).send([request]), json: common.json)
        }
    }
}

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Colleagues.", subcommands: [Add.self, Link.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Adds or changes a colleague.")
        @Argument(help: "E-mail address: the key.") var email: String
        @Argument(help: "Name as people read it.") var name: String
        @Option(help: "Department's slug.") var department: String
        @Option(help: "sales, manager, finance, hr or admin.") var role = "sales"
        @Option(help: "New leads a working day.") var capacity = 20
        @Option(help: "Département codes, comma separated; none: everywhere.") var zones = ""
        @Option(help: "NAF section letters, comma separated; none: all.") var skills = ""
        @Option(help: "Slack member id.") var slack: String?
        @Flag(help: "The colleague no longer works here.") var inactive = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let request = UserRequested(
                actor: "operator", email: email, displayName: name, department: try Filon.department(department),
                role: role, capacityPerDay: capacity, zones: list(zones), skills: list(skills), active: !inactive,
                slackMember: slack)
            try await report(RequestSender(context: OperatorContext()).send([request]), json: common.json)
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints a one-time sign-in link, good for 15 minutes.")
        @Argument(help: "The colleague's e-mail address.") var email: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            let console = try context.settings.text("FILON_CONSOLE_URL", "the console's address")
            let secret = Secret()
            let request = SignInLinkRequested(
                actor: "operator", email: email, tokenHash: try await secret.fingerprint(context),
                expiresAt: Date.now.addingTimeInterval(15 * 60))
            try refuse(try await RequestSender(context: context).send([request]))
            let link = "\(console)/sign-in?token=\(secret.text)"
            print(common.json ? "{\"link\":\"\(link)\"}" : link)
        }
    }
}

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens for the doors.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        enum Kind: String, ExpressibleByArgument { case api, ingest }

        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it once; only its fingerprint is stored.")
        @Option(help: "api (console) or ingest.") var kind: Kind
        @Option(help: "What the token is for.") var name: String
        @Option(help: "Ingest: the department that its companies go to.") var department = "commercial"
        @Option(help: "Ingest: where its companies come from.") var source = "liste"
        @Option(help: "Ingest: requests a minute.") var rate = 600
        @Option(help: "API: e-mail address of the colleague whose rights it has; none: the whole.") var user: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            let secret = Secret()
            let hash = try await secret.fingerprint(context)
            let request: any Event =
                switch kind {
                case .api: ApiTokenRequested(actor: "operator", name: name, email: user, tokenHash: hash)
                case .ingest:
                    IngestTokenRequested(
                        actor: "operator", name: name, department: try Filon.department(department), source: source,
                        ratePerMinute: rate, tokenHash: hash)
                }
            try refuse(try await RequestSender(context: context).send([request]))
            print(common.json ? "{\"token\":\"\(secret.text)\"}" : secret.text)
        }
    }
}

/// Helpers of the commands above.
enum Filon {
    static func department(_ text: String) throws -> DepartmentID {
        guard let id = DepartmentID(text) else {
            throw OperatorError("A department's slug has 1 to 40 of a-z, 0-9 and -, e.g. commercial.")
        }
        return id
    }
}

private func department(_ text: String) throws -> DepartmentID { try Filon.department(text) }

private func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
}

/// Fails with the owner's words when it refused.
func refuse(_ refusals: [String]) throws {
    guard refusals.isEmpty else { throw OperatorError("Refused: " + refusals.joined(separator: " · ")) }
}

private func report(_ refusals: [String], json: Bool) throws {
    try refuse(refusals)
    print(json ? "{\"done\":true}" : "Done.")
}
