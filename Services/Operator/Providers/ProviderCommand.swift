import ArgumentParser
import Contracts
import Foundation

struct ProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Providers of facts: whether they answer, what they cost, and their switches.",
        subcommands: [List.self, Check.self, Stop.self, Start.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "State, price and last error of each provider.")
        @OptionGroup var common: CommonOptions

        func run() async throws { try await ProviderCommand.show(try OperatorContext(), common) }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks each provider, free of charge, whether its key is taken and how many credits are left."
        )
        @Argument(help: "One provider, for example pappers; without it all of them.") var provider: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            let request = ProviderRequested(actor: ReplayRun.actor, action: "check", provider: provider)
            try await RequestSender(context: context, patience: .seconds(60)).send([request])
            try await ProviderCommand.show(context, common)
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "No replica asks the provider any more, from now on; companies go on without it."
        )
        @Argument(help: "The provider, for example societe_com_pages.") var provider: String
        @OptionGroup var common: CommonOptions

        func run() async throws { try await ProviderCommand.turn("stop", provider, common) }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The provider is asked again.")
        @Argument(help: "The provider.") var provider: String
        @OptionGroup var common: CommonOptions

        func run() async throws { try await ProviderCommand.turn("start", provider, common) }
    }

    fileprivate static func turn(_ action: String, _ provider: String, _ common: CommonOptions) async throws {
        let context = try OperatorContext()
        let audit = Audit.entry("provider.\(action)", "provider/\(provider)", action)
        try await RequestSender(context: context).send([
            ProviderRequested(actor: ReplayRun.actor, action: action, provider: provider)
        ])
        try await context.act(audit) { _ in }
        try await show(context, common)
    }

    fileprivate static func show(_ context: OperatorContext, _ common: CommonOptions) async throws {
        let providers = try await context.read { tx in try ProviderStore.all(in: tx) }
        let head = TextTable.row(ProviderState.head)
        let text = ([head] + providers.map { TextTable.row($0.cells) }).joined(separator: "\n")
        try common.print(text: text, json: ["providers": providers])
    }
}
