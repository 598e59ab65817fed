import ArgumentParser
import Contracts
import Foundation
import Postgres

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Tokens for the doors.",
        subcommands: [Create.self]
    )

    struct Create: AsyncParsableCommand {
        enum Kind: String, ExpressibleByArgument { case api, ingest }

        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it once; only its fingerprint is stored."
        )
        @Option(help: "api (console) or ingest.") var kind: Kind
        @Option(help: "What the token is for.") var name: String
        @Option(help: "Ingest: the department that its companies go to.") var department = DepartmentID(
            rawValue: "commercial"
        )
        @Option(help: "Ingest: where its companies come from.") var source = "liste"
        @Option(help: "Ingest: requests a minute.") var rate = 600
        @Option(help: "API: address of the colleague it acts for; none: the first administrator.") var user: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            if kind == .ingest { try await DepartmentCheck.require(department, context) }
            let secret = Secret()
            let hash = try await secret.fingerprint(context)
            let request: any Event =
                switch kind {
                case .api:
                    ApiTokenRequested(actor: "operator", name: name, email: try await holder(context), tokenHash: hash)
                case .ingest:
                    IngestTokenRequested(
                        actor: "operator",
                        name: name,
                        department: department,
                        source: source,
                        ratePerMinute: rate,
                        tokenHash: hash
                    )
                }
            try await RequestSender(context: context).send([request])
            try common.print(text: secret.text, json: ["token": secret.text])
        }

        private func holder(_ context: OperatorContext) async throws -> String {
            if let user { return user.lowercased() }
            guard let first = try await context.read({ tx in try DirectoryStore.firstAdministrator(in: tx) }) else {
                throw OperatorError(
                    "There is no active administrator that the token could act for. Add one with `filon user add EMAIL "
                        + "NAME --department D --role admin`, or name a colleague with --user."
                )
            }
            return first
        }
    }
}
