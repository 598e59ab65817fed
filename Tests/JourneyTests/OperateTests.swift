import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

@testable import Scoring

/// What an operator does when something went wrong, with the tool and the real services alone.
@Suite(.serialized) struct OperateTests {
    @Test func aMessageKilledByABugIsFoundUnderstoodTriedOutAndRetriedAndItsLeadIsWhole() async throws {
        let siren = "433361193"
        try await operating { filon in
            try await filon.kill("scoring")
            let release = try await ReleaseWithABug.start(beside: filon, failingOn: siren)
            try await filon.submit(ProspectList.demonstration)
            let letter = try await found(in: filon)
            await release.stop()

            try await understood(letter, siren, in: filon)
            try await filon.restart("scoring")
            try await triedOut(letter, in: filon)
            try await retried(letter, in: filon)

            let queues = try await filon.ask(["queues"])["queues"]?.elements ?? []
            #expect(Set(queues.compactMap { $0["name"]?.text }) == Set(Catalogue.queues.map(\.name)))
            try await eventually("the lead stands in its end state", within: .seconds(60)) {
                let told = try await filon.ask(["explain", "company", siren]).elements?.first
                return told?["score"] != nil && told?["state"]?.text == "owned"
            }
            try await filon.checkNothingIsLeft()
        }
    }

    /// - Returns: the letter's id.
    private func found(in filon: Installation) async throws -> String {
        var letters: [JSONValue] = []
        try await eventually("the message is a dead letter", within: .seconds(60)) {
            letters = try await filon.ask(["dead", "list"])["dead_letters"]?.elements ?? []
            return !letters.isEmpty
        }
        #expect(letters.count == 1)
        let groups = try await filon.ask(["dead", "list", "--groups"])["groups"]?.elements ?? []
        #expect(groups.count == 1)
        #expect(groups.first?["letters"] == .integer(1))
        #expect(groups.first?["group"] == letters.first?["group"])
        return try #require(letters.first?["id"]?.text)
    }

    private func understood(_ letter: String, _ siren: String, in filon: Installation) async throws {
        let shown = try await filon.ask(["dead", "show", letter])
        #expect(shown["letter"]?["error_class"]?.text == "undecodable")
        #expect(shown["letter"]?["reason"]?.text?.contains("turnover.years") == true)
        #expect(shown["letter"]?["handler"]?.text == ScoreCompany.name)
        #expect(shown["body"]?["siren"]?.text == siren)
        let correlation = try #require(shown["letter"]?["correlation_id"]?.text)
        let story = try await filon.ask(["trace", correlation])
        let handlings = story["handlings"]?.elements ?? []
        #expect(handlings.contains { $0["state"]?.text == "dead" && $0["dead_letter"]?.text == letter })
        #expect(handlings.contains { $0["handler"]?.text?.hasPrefix("enrichment.") == true })
        let company = try #require(shown["letter"]?["company_id"]?.text)
        let journaled = try await filon.ask(["journal", "--company", company, "--type", "company.enriched.v1"])
        #expect(
            journaled["messages"]?.elements?.contains { $0["message_id"] == shown["letter"]?["message_id"] } == true
        )
    }

    /// Against the release without the bug, and without a trace.
    private func triedOut(_ letter: String, in filon: Installation) async throws {
        let report = try await filon.ask(["dead", "retry", letter, "--dry-run"])
        let change = try #require(report["changes"]?.elements?.first)
        #expect(report["changed"] == .integer(1))
        #expect(change["then"]?.text?.hasPrefix("dead: undecodable") == true)
        #expect(change["now"]?.text == "done, announcing lead.scored.v1")
        let letters = try await filon.ask(["dead", "list"])["dead_letters"]?.elements
        #expect(letters?.count == 1, "it is open as before")
    }

    private func retried(_ letter: String, in filon: Installation) async throws {
        let report = try await filon.ask(["dead", "retry", letter])
        #expect(report["state"]?.text == "finished")
        #expect(report["progress"]?["done"] == .integer(1))
        let state = try await filon.ask(["dead", "show", letter])["letter"]?["state"]?.text
        #expect(state == "resolved")
        await #expect(throws: Tool.Failed.self) { try await filon.ask(["dead", "retry", letter]) }
    }

    @Test func aRuleChangeNamesExactlyTheLeadsWhoseScoreChangesAndLeavesNoTrace() async throws {
        try await operating { filon in
            _ = try await filon.importing(ProspectList.demonstration)
            try await filon.checkNothingIsLeft()
            var rules = RuleSet.tpePME
            rules.name = "tpe-pme-tried"
            rules.points[.size]?[.tpe] = 23
            let file = filon.folder.appendingPathComponent("rules.json")
            try Data(Wire.encode(rules)).write(to: file)
            let expected = try await filon.sessions.transaction { tx in try TraceStore.leads(ofSize: "tpe", in: tx) }
            let before = try await filon.footprint()

            let report = try await filon.ask([
                "replay", "--dry-run", "--inputs", "recorded", "--to", "scoring", "--decisions", "scoring.score",
                "--with",
                file.path,
            ])

            let changes = report["changes"]?.elements ?? []
            #expect(Set(changes.compactMap { $0["subject"]?.text }) == expected)
            #expect(changes.count == expected.count)
            #expect(!expected.isEmpty)
            #expect(report["same"] != .integer(0))
            for change in changes {
                let differences = change["differences"]?.elements ?? []
                #expect(differences.contains { $0["path"]?.text == "points" })
            }
            let differences = try await filon.footprint().differences(from: before)
            #expect(differences == [])
            #expect(before.tables.count > 60 && before.tables.values.allSatisfy { $0.count == 32 })
        }
    }

    @Test func todaysCodeOnRecordedInputsDecidesAsThen() async throws {
        try await operating { filon in
            _ = try await filon.importing(ProspectList.demonstration)

            for (service, decisions) in [("scoring", "scoring.score"), ("assignment", "assignment.decide")] {
                let report = try await filon.ask([
                    "replay", "--dry-run", "--inputs", "recorded", "--to", service, "--decisions", decisions,
                ])
                #expect(report["changed"] == .integer(0), "\(decisions)")
                #expect(report["same"] != .integer(0), "\(decisions)")
            }
            await #expect(throws: Tool.Failed.self, "no such decisions") {
                try await filon.ask([
                    "replay", "--dry-run", "--inputs", "recorded", "--to", "scoring", "--decisions", "scoring.x",
                ])
            }
        }
    }

    @Test func aDryRunOfEverythingLeavesNoTraceAndARepetitionGoesToOneHandlerAlone() async throws {
        try await operating { filon in
            _ = try await filon.importing(ProspectList.demonstration)
            try await filon.checkNothingIsLeft()
            // Who has no SIREN is looked for after the import has ended.
            try await eventually("nobody is looked for any more", within: .seconds(30)) {
                try await filon.sessions.transaction { tx in
                    try tx.query("SELECT count(*) FROM intake.identifications WHERE state <> 'asked'").values(
                        as: Int.self
                    )
                } == [3]
            }
            let before = try await filon.footprint()
            for service in ["ingest", "enrichment", "scoring", "assignment", "notifier", "pipeline-monitor"] {
                let report = try await filon.ask(["replay", "--since", "1h", "--to", service, "--dry-run"])
                #expect(report["messages"] != .integer(0), "\(service)")
                let failed = (report["changes"]?.elements ?? []).filter { $0["now"]?.text?.hasPrefix("failed") == true }
                #expect(failed.isEmpty, "\(service): \(failed.first?["now"]?.text ?? "")")
            }
            let differences = try await filon.footprint().differences(from: before)
            #expect(differences == [])
            await #expect(throws: Tool.Failed.self, "the notifier reaches outside") {
                try await filon.ask(["replay", "--since", "1h", "--to", "notifier", "--yes"])
            }

            let report = try await filon.ask(["replay", "--type", "company.enriched.v1", "--to", "scoring", "--yes"])

            #expect(report["state"]?.text == "finished")
            #expect(report["progress"]?["failed"] == .integer(0))
            try await filon.checkNothingIsLeft()
            #expect(try await filon.mails().count == before.mails, "nobody is told again")
        }
    }

    @Test func whateverGoesAwayInTheMiddleARunIsResumedAndEachMessageRunsOnce() async throws {
        try await operating { filon in
            _ = try await filon.importing(ProspectList.demonstration)
            try await filon.checkNothingIsLeft()
            let again = ["replay", "--type", "company.enriched.v1", "--to", "scoring"]

            try await filon.terminate("scoring")
            await #expect(throws: Tool.Failed.self, "nobody answers a dry run") {
                try await filon.ask(again + ["--dry-run", "--patience", "1"])
            }
            await #expect(throws: Tool.Failed.self, "nor a real one") {
                try await filon.ask(again + ["--yes", "--patience", "1"])
            }
            let nobody = try HeldPorts(1)
            await #expect(throws: Tool.Failed.self, "the broker is not there") {
                let away = ["FILON_AMQP_URL": "amqp://guest:guest@127.0.0.1:\(nobody.numbers[0])/x"]
                try await filon.ask(again + ["--yes", "--patience", "1"], settings: away)
            }
            nobody.release()
            try await filon.restart("scoring")
            await #expect(throws: Tool.Failed.self, "the tool itself is killed") {
                try await filon.tool(
                    again + ["--yes", "--rate", "10"],
                    killedOnce: {
                        try await filon.sessions.transaction { tx in try TraceStore.runsThatSend(in: tx) } == 3
                    }
                )
            }

            // Sessions that are thrown out may be noticed or not, depending on what they were doing.
            async let disturbed = try? filon.tool(again + ["--yes", "--rate", "20"])
            try await eventually("the fifth run has begun") {
                try await filon.sessions.transaction { tx in try TraceStore.runsThatSend(in: tx) } == 4
            }
            try await filon.sessions.transaction { tx in try TraceStore.throwOut("filon_operator", in: tx) }
            _ = await disturbed

            let runs = try await filon.ask(["replay", "list"])["runs"]?.elements ?? []
            #expect(runs.count == 5)
            #expect(runs.dropFirst().allSatisfy { $0["state"]?.text == "running" })
            let left = try await filon.sessions.transaction { tx in try TraceStore.leaveBehind(in: tx) }
            #expect(left != nil)
            for run in runs where run["state"]?.text == "running" {
                let id = try #require(run["run"]?.text)
                let ended = try await filon.ask(["replay", "resume", id])
                #expect(ended["progress"]?["failed"] ?? .integer(0) == .integer(0))
                guard id == left else { continue }
                let rows = try await filon.sessions.transaction { tx in try TraceStore.operatorsOutbox(in: tx) }
                #expect(rows == 0, "what the dead tool left is sent before the run has ended")
            }
            let ended = try await filon.ask(["replay", "list"])["runs"]?.elements ?? []
            #expect(ended.allSatisfy { $0["state"]?.text == "finished" })
            #expect(Set(ended.map { "\($0["progress"]?["done"] ?? .null)" }).count == 1, "all are whole")
            let (messages, effects) = try await filon.sessions.transaction { tx in try TraceStore.repetitions(in: tx) }
            #expect(messages == effects, "each repetition was handled once")
            #expect(messages > 0)
            try await filon.checkNothingIsLeft()
        }
    }

    private func operating(_ body: (Installation) async throws -> Void) async throws {
        let filon = try await Installation()
        do {
            try await body(filon)
            try await filon.checkOutputs()
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }
}
