import ArgumentParser
import Contracts
import Foundation

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "What leads are scored by: look, change, try out, put in force, take back.",
        subcommands: [Show.self, Edit.self, DryRun.self, Publish.self, Rollback.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A rule set, by default the one in force, as `dry-run` and `publish` take it."
        )
        @Argument(help: "Its name, e.g. tpe-pme-v2, or an earlier version, tpe-pme-v2@3.") var name: String?
        @Option(help: "What holds for one industry (NAF section, division or code), all that it inherits included.")
        var industry: String?
        @OptionGroup var common: CommonOptions

        private struct Output: Encodable {
            let ruleSet: String
            let inForce: RulesStore.InForce
            let ruleSets: [String]
            let industry: String?
            let inherits: [String]?
            let document: String
        }

        func run() async throws {
            let (inForce, names, found) = try await OperatorContext().read { [name] tx in
                let inForce = try RulesStore.inForce(in: tx)
                return (inForce, try RulesStore.names(in: tx), try RulesStore.document(name ?? inForce.label, in: tx))
            }
            let document = RulesDocument(json: found.document)
            let shown = try industry.map { RulesDocument(json: try document.sheet(for: $0)) } ?? document
            let inherits = try industry.map { ["all"] + (try document.line(to: $0)) }
            if common.json {
                let output = Output(
                    ruleSet: found.label,
                    inForce: inForce,
                    ruleSets: names,
                    industry: industry,
                    inherits: inherits,
                    document: try shown.pretty
                )
                print(try OutputJSON.text(output))
            } else {
                // The document alone on standard output, so that it can be edited and published.
                let head =
                    "\(found.label); in force: \(inForce.label), version \(inForce.version) by \(inForce.actor); there are: "
                    + names.joined(separator: ", ") + (inherits.map { "; from " + $0.joined(separator: " → ") } ?? "")
                FileHandle.standardError.write(Data((head + "\n").utf8))
                print(try shown.pretty)
            }
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a changed copy of a rule set; nothing is in force before it is published.",
            discussion: "filon rules edit tpe-pme-v2 --set weights.size=40 --set bands.a=72 --out mine.json"
        )
        @Argument(help: "A rule set's name, or a file.") var source: String
        @Option(name: .customLong("set"), help: "A change, e.g. weights.size=40; may be repeated.") var changes:
            [String]
        @Option(help: "For this industry alone: a NAF section, division or code.") var industry: String?
        @Option(help: "The copy's own name; without it, it is the next version of the same.") var name: String?
        @Option(help: "Where it is written; standard output without it.") var out: String?
        @OptionGroup var common: CommonOptions

        private struct Output: Encodable {
            let changes: [RulesDocument.Change]
            let file: String?
            let document: String
        }

        func run() async throws {
            guard !changes.isEmpty else { throw OperatorError("Nothing is changed: name it with --set.") }
            var document: RulesDocument
            if let text = try RulesDocument.file(source) {
                guard let json = try? Wire.decode(JSONValue.self, from: Array(text.utf8)) else {
                    throw OperatorError("\(source) is not complete JSON.")
                }
                document = RulesDocument(json: json)
            } else {
                let found = try await OperatorContext().read { [source] tx in try RulesStore.document(source, in: tx) }
                document = RulesDocument(json: found.document)
            }
            guard document.json["all"] != nil else {
                throw OperatorError("\(source) is of the first form, which stands for replays; edit tpe-pme-v2.")
            }
            if let industry { _ = try document.line(to: industry) }
            var made: [RulesDocument.Change] = []
            for change in changes { made.append(try document.set(change, industry: industry)) }
            if let name, case .object(var members) = document.json {
                members["name"] = .string(name)
                document.json = .object(members)
            }
            let text = try document.pretty
            if let out {
                do {
                    try Data((text + "\n").utf8).write(to: URL(filePath: out), options: .atomic)
                } catch {
                    throw OperatorError("\(out) cannot be written.")
                }
            }
            let said = made.map { "\($0.path): \($0.from ?? "inherited") → \($0.to)" }.joined(separator: "\n")
            if common.json {
                print(try OutputJSON.text(Output(changes: made, file: out, document: text)))
            } else if out != nil {
                print(said)
            } else {
                FileHandle.standardError.write(Data((said + "\n").utf8))
                print(text)
            }
        }
    }

    struct DryRun: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dry-run",
            abstract: "What other rules would change, over the whole base; no score is written."
        )
        @Argument(help: "A file with a rule set, or a stored one's name.") var rules: String
        @Option(help: "How long to wait, in seconds; the dry run goes on without.") var patience = 600
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            let trial = UUIDv7.make()
            let document = try RulesDocument.file(rules)
            let request = RulesRequested(
                actor: ReplayRun.actor,
                action: "dry-run",
                name: document == nil ? rules : nil,
                document: document,
                trial: trial
            )
            try await RequestSender(context: context).send([request])
            let end = ContinuousClock.now + .seconds(patience)
            while ContinuousClock.now < end {
                if let found = try await context.read({ tx in try RulesStore.trial(trial, in: tx) }) {
                    return try common.print(text: found.text, json: found)
                }
                try await Task.sleep(for: .milliseconds(200))
            }
            throw OperatorError("The dry run \(trial.uuidString.lowercased()) is still under way.")
        }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts rules in force; every lead is looked at again. Refused if somebody was quicker."
        )
        @Argument(help: "A file with a rule set, or a stored one's name.") var rules: String
        @Option(help: "The version in force that they were made from; by default the current one.") var from: Int64?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let document = try RulesDocument.file(rules)
            try await RulesCommand.change(from: from, common) { [rules] version in
                RulesRequested(
                    actor: ReplayRun.actor,
                    action: "publish",
                    name: document == nil ? rules : nil,
                    document: document,
                    expected: version
                )
            }
        }
    }

    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts the rules in force that were before; every lead is looked at again."
        )
        @Option(help: "The version in force that is taken back; by default the current one.") var from: Int64?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await RulesCommand.change(from: from, common) { version in
                RulesRequested(actor: ReplayRun.actor, action: "rollback", expected: version)
            }
        }
    }

    private static func change(
        from: Int64?,
        _ common: CommonOptions,
        _ request: @Sendable (Int64) -> RulesRequested
    ) async throws {
        let context = try OperatorContext()
        let current = try await context.read { tx in try RulesStore.inForce(in: tx) }
        try await RequestSender(context: context).send([request(from ?? current.version)])
        let now = try await context.read { tx in try RulesStore.inForce(in: tx) }
        let text = "\(current.label) → \(now.label), version \(now.version). Every lead is looked at again."
        try common.print(text: text, json: now)
    }
}

struct RescoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescore",
        abstract: "Has every lead looked at again; only what a reader would see differently is announced."
    )
    @Flag(help: "Waits until every lead was looked at.") var wait = false
    @Option(help: "How long to wait, in seconds; the work goes on without.") var patience = 3600
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        let request = RulesRequested(actor: ReplayRun.actor, action: "rescore")
        try await RequestSender(context: context).send([request])
        let end = ContinuousClock.now + .seconds(patience)
        while true {
            guard let look = try await context.read({ tx in try RulesStore.look(in: tx) }) else {
                throw OperatorError("Scoring took the request and shows no work. Look at `filon status`.")
            }
            if look.isDone || !wait {
                let state = look.isDone ? "done" : "under way"
                let text = "\(state): \(look.looked) leads looked at, \(look.changed) changed visibly."
                return try common.print(text: text, json: look)
            }
            guard ContinuousClock.now < end else {
                throw OperatorError("Still under way after \(patience) s: \(look.looked) leads looked at.")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
