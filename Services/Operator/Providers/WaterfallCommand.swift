import ArgumentParser
import Contracts
import Foundation

struct WaterfallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waterfall",
        abstract: "In which order providers are asked, when not, and at what price.",
        subcommands: [Show.self, Publish.self, DryRun.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The waterfall in force, as `publish` takes it.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let current = try await OperatorContext().read { tx in try WaterfallStore.current(in: tx) }
            if common.json {
                print(try OutputJSON.text(current))
            } else {
                // The document alone on standard output, so that it can be edited and published.
                let head =
                    "Version \(current.version), published \(current.publishedAt.formatted(.iso8601)) by \(current.actor)"
                FileHandle.standardError.write(Data((head + "\n").utf8))
                print(current.document)
            }
        }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replaces the waterfall in force; refused if somebody was quicker."
        )
        @Argument(help: "A file with the document, as `show` prints it.") var file: String
        @Option(help: "The version that it was made from.") var from: Int
        @OptionGroup var common: CommonOptions

        func run() async throws {
            guard let data = FileManager.default.contents(atPath: file), data.count <= 100_000 else {
                throw OperatorError("\(file) cannot be read, or is longer than 100,000 bytes.")
            }
            let context = try OperatorContext()
            let document = String(decoding: data, as: UTF8.self)
            let request = WaterfallRequested(actor: ReplayRun.actor, expected: from, document: document)
            try await RequestSender(context: context).send([request])
            let audit = Audit.entry("waterfall.published", "waterfall/\(from + 1)", "replaces version \(from)")
            try await context.act(audit) { _ in }
            try common.print(text: "Published version \(from + 1).", json: ["version": from + 1])
        }
    }

    struct DryRun: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dry-run",
            abstract: "What looking up so many new companies would call, cost and take; asks nobody.",
            discussion: "What is expected rests on the last 10,000 companies that were looked up here; at most counts "
                + "every step for every company."
        )
        @Argument(help: "Companies.") var companies: Int
        @OptionGroup var common: CommonOptions

        func run() async throws {
            guard (1...100_000_000).contains(companies) else { throw OperatorError("1 to 100,000,000 companies.") }
            let (steps, looked) = try await OperatorContext().read { tx in
                (try WaterfallStore.steps(in: tx), try WaterfallStore.looked(in: tx))
            }
            let plan = LookupPlan(companies: companies, steps: steps, looked: looked)
            try common.print(text: plan.text, json: plan)
        }
    }
}
