import ArgumentParser
import Contracts
import Foundation
import Postgres
import ServiceKit

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Colleagues.",
        subcommands: [Add.self, List.self, Link.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Adds or changes a colleague.")
        @Argument(help: "E-mail address: the key.") var email: String
        @Argument(help: "Name as people read it.") var name: String
        @Option(help: "Department's slug.") var department: DepartmentID
        @Option(help: "sales, manager, finance, hr or admin.") var role = "sales"
        @Option(help: "New leads a working day.") var capacity = 20
        @Option(help: "Département codes, comma separated; none: everywhere.") var zones = ""
        @Option(help: "NAF section letters, comma separated; none: all.") var skills = ""
        @Option(help: "Slack member id.") var slack: String?
        @Flag(help: "The colleague no longer works here.") var inactive = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            try await DepartmentCheck.require(department, context)
            let request = UserRequested(
                actor: "operator",
                email: email,
                displayName: name,
                department: department,
                role: role,
                capacityPerDay: capacity,
                zones: Self.list(zones),
                skills: Self.list(skills),
                active: !inactive,
                slackMember: slack
            )
            try await RequestSender(context: context).send([request])
            try common.print(text: "\(email) is in place.", json: ["email": email])
        }

        private static func list(_ text: String) -> [String] {
            text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists colleagues.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let colleagues = try await OperatorContext().read { tx in try DirectoryStore.colleagues(in: tx) }
            let lines = colleagues.map { colleague in
                TextTable.row([
                    (colleague.email, 36), (colleague.department, 16), (colleague.role, 8),
                    (colleague.active ? "" : "inactive", 8), (colleague.displayName, 40),
                ])
            }
            try common.print(
                text: lines.isEmpty
                    ? "Nobody yet. `filon user add` or `filon seed` adds colleagues." : lines.joined(separator: "\n"),
                json: ["users": colleagues]
            )
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a one-time sign-in link, good for 15 minutes."
        )
        @Argument(help: "The colleague's e-mail address.") var email: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            let link = try await SignInLink.make(for: email, context)
            try common.print(text: link, json: ["link": link])
        }
    }
}

enum SignInLink {
    /// The console keeps the fingerprint alone; the secret is in the link and nowhere else.
    static func make(for email: String, _ context: OperatorContext) async throws -> String {
        let console = try context.settings.text("FILON_CONSOLE_URL", "the console's address")
        let secret = Secret()
        let request = SignInLinkRequested(
            actor: "operator",
            email: email.lowercased(),
            tokenHash: try await secret.fingerprint(context),
            expiresAt: Date.now.addingTimeInterval(15 * 60)
        )
        try await RequestSender(context: context).send([request])
        return "\(console)/sign-in?token=\(secret.text)"
    }
}
