import ArgumentParser
import Contracts
import Foundation
import Messaging
import Postgres

struct RunReplay: AsyncParsableCommand {
    enum Inputs: String, ExpressibleByArgument, CaseIterable { case current, recorded }

    static let configuration = CommandConfiguration(commandName: "run", abstract: "Replays, or tries to.")

    @Argument(help: "Messages by id; none: whatever the options say.") var ids: [UUID] = []
    @OptionGroup var options: JournalOptions
    @Option(help: "The service whose handler runs them.") var to: ServiceName
    @Flag(help: "Show what would come of it; nothing is changed, announced or sent.") var dryRun = false
    @Option(help: "Dry run: on today's rows (current), or decisions on their recorded inputs (recorded).")
    var inputs = Inputs.current
    @Option(help: "Recorded: which decisions, e.g. scoring.score.") var decisions: String?
    @Option(help: "Recorded: a file to decide with instead of what is in force, e.g. a rule set.") var with: String?
    @Flag(help: "Do it; without it a real replay is only previewed.") var yes = false
    @Flag(help: "Also where handling reaches outside: colleagues may be told again, providers asked again.")
    var allowEffects = false
    @OptionGroup var pace: PaceOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        if inputs == .recorded { return try await decideAgain(context) }
        guard !(ids.isEmpty && options.isEmpty) else {
            throw OperatorError("Say which messages: ids, --since, --type, --company, --correlation or --subject.")
        }
        var run = ReplayRun(
            id: UUIDv7.make(),
            kind: dryRun ? .current : .repeat,
            service: to,
            selection: ([ids.isEmpty ? nil : "\(ids.count) by id"].compactMap(\.self) + [options.text])
                .filter { !$0.isEmpty }.joined(separator: ", ")
        )
        (run.rate, run.ramp) = (pace.rate, pace.ramp)
        let chosen = try await choose(context)
        guard !chosen.messages.isEmpty else { throw OperatorError("Nothing fits that could run. " + chosen.text) }
        if !dryRun {
            try refuseEffects(chosen.messages)
            guard yes else {
                return try common.print(
                    text: chosen.text + "\nNothing was sent: add --yes to run them again, or --dry-run to look first.",
                    json: chosen.shown
                )
            }
        }
        let (started, messages) = (run, chosen.messages)
        if dryRun {
            try await context.write { tx in try ReplayStore.create(started, messages, in: tx) }
        } else {
            let audit = Audit.entry("replay.started", "replay/\(run.id.wireText)", "\(messages.count) messages")
            try await context.act(audit) { tx in try ReplayStore.create(started, messages, in: tx) }
        }
        try await ReplayExecution(context: context, run: started, pace: pace, common: common).finish()
    }

    private func choose(_ context: OperatorContext) async throws -> ReplayChoice {
        var filter = try await options.filter(context)
        filter.ids = ids
        filter.originalsOnly = ids.isEmpty
        // Of what the service does not hear nothing is read, unless somebody asks for just that.
        if filter.types.isEmpty, ids.isEmpty {
            filter.types = Catalogue.entries.filter { $0.heardBy.contains(to) }.map(\.type)
        }
        let (asked, limit, service, isNew) = (filter, pace.limit, to, !dryRun)
        try pace.admit(try await context.read { tx in try JournalStore.count(asked, upTo: limit + 1, in: tx) })
        let (entries, erasures) = try await context.read { tx in
            (
                try JournalStore.search(asked, limit: limit, in: tx),
                try ErasureStore.erasures(in: tx)
            )
        }
        if let missing = ids.first(where: { id in !entries.contains { $0.envelope.messageID == id } }) {
            throw OperatorError("The journal has no message \(missing.wireText); it keeps 30 days.")
        }
        return ReplayChoice(
            entries: entries.reversed(),
            for: service,
            isNew: isNew,
            obstacles: Obstacles(erasures: erasures)
        )
    }

    private func refuseEffects(_ messages: [FrozenMessage]) throws {
        guard !allowEffects, messages.contains(where: { Catalogue.reachesOutside(to, hearing: $0.type) }) else {
            return
        }
        throw OperatorError(
            "\(to.rawValue) reaches outside when it handles these: colleagues may be told again, providers asked again. "
                + "Look with --dry-run; add --allow-effects if that is what you want."
        )
    }

    private func decideAgain(_ context: OperatorContext) async throws {
        guard dryRun else { throw OperatorError("Recorded inputs are for dry runs alone: add --dry-run.") }
        guard let decisions else { throw OperatorError("Say which decisions: --decisions scoring.score.") }
        guard ids.isEmpty else { throw OperatorError("Recorded decisions are chosen by --since and --until.") }
        let now = Date()
        let text = try with.map { path -> String in
            guard let data = FileManager.default.contents(atPath: path) else {
                throw OperatorError("\(path) cannot be read.")
            }
            return String(decoding: data, as: UTF8.self)
        }
        let window = RecordedWindow(
            decisions: decisions,
            from: options.since?.date ?? now.addingTimeInterval(-86_400),
            until: options.until?.date ?? now,
            with: text
        )
        var run = ReplayRun(
            id: UUIDv7.make(),
            kind: .recorded,
            service: to,
            selection: "\(decisions) from \(WireDate.text(window.from)) to \(WireDate.text(window.until))"
        )
        run.parameters = window.json
        let started = run
        try await context.write { tx in try ReplayStore.create(started, [], in: tx) }
        try await ReplayExecution(context: context, run: started, pace: pace, common: common).finish()
    }
}
