import ArgumentParser
import Contracts

struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "What won and lost deals taught: look, go back to an earlier model, and go on.",
        subcommands: [List.self, Show.self, Rollback.self, Resume.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The latest models with their state, outcomes, quality and alarms, newest first."
        )
        @Option(help: "How many, 500 at most.") var limit = 20
        @OptionGroup var common: CommonOptions

        func run() async throws {
            guard (1...500).contains(limit) else { throw OperatorError("--limit is 1 to 500.") }
            let models = try await OperatorContext().read { [limit] tx in try ModelStore.latest(limit: limit, in: tx) }
            let rows = [TextTable.row(Model.head)] + models.map { TextTable.row($0.cells) }
            let text = models.isEmpty ? "Nothing was learnt yet." : rows.joined(separator: "\n")
            try common.print(text: text, json: ["models": models])
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A model's card, by default of the one in force.")
        @Argument(help: "Its version.") var version: Int64?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let model = try await OperatorContext().read { [version] tx in
                guard let version else { return try ModelStore.active(in: tx) }
                guard let model = try ModelStore.find(version, in: tx) else {
                    throw OperatorError("There is no model \(version). Look at `filon model list`.")
                }
                return model
            }
            try common.print(text: model.text, json: model)
        }
    }

    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts an earlier model in force and holds it there until `resume`; open deals are judged again.",
            discussion: "Trainings go on meanwhile and keep candidates. The weights of the latest models are kept."
        )
        @Argument(help: "The model's version; without it the one that served before.") var version: Int64?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await ModelCommand.change(common) { [version] current in
                // Whoever names a model means it whatever serves; « the one before » depends on what does.
                ModelRequested(
                    actor: ReplayRun.actor,
                    action: "rollback",
                    version: version,
                    expected: version == nil ? current : nil
                )
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Holds no model any more: the outcomes are read again, and what is learnt serves as usual."
        )
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await ModelCommand.change(common) { _ in ModelRequested(actor: ReplayRun.actor, action: "resume") }
        }
    }

    private static func change(
        _ common: CommonOptions,
        _ request: @Sendable (Int64) -> ModelRequested
    ) async throws {
        let context = try OperatorContext()
        let before = try await context.read { tx in try ModelStore.active(in: tx) }
        try await RequestSender(context: context).send([request(before.version)])
        let now = try await context.read { tx in try ModelStore.active(in: tx) }
        let state =
            now.isHeld ? "held in force; open deals are judged again" : "held no more; the outcomes are read again"
        try common.print(text: "Model \(before.version) → \(now.version), \(state).", json: now)
    }
}
