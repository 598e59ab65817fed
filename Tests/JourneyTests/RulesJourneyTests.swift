import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

/// As a sales manager would: change a weight, see whom it moves, apply it, see it on the next lead, take it back.
@Suite(.serialized) struct RulesJourneyTests {
    @Test func aWeightIsChangedTriedAppliedSeenAndTakenBack() async throws {
        let filon = try await Installation()
        do {
            let outcome = try await filon.importing(ProspectList.demonstration)
            let siren = try #require(outcome.companies.first { $0.state == "owned" }?.siren)
            #expect(try await filon.ask(["rules", "show"])["in_force"]?["label"]?.text == "tpe-pme-v1")

            let text = String(decoding: try await filon.tool(["rules", "dry-run", "tpe-pme-v2"]), as: UTF8.self)
            #expect(text.hasPrefix("Dry run of tpe-pme-v2: ") && text.contains("scoring knows no owners"))
            #expect(try await filon.ask(["rules", "publish", "tpe-pme-v2"])["version"] == .integer(2))
            try await filon.ask(["rescore", "--wait"])
            #expect(try await ruleSet(of: siren, in: filon) == "tpe-pme-v2")
            let restaurant = try await filon.ask(["rules", "show", "--industry", "56.10A"])
            #expect(restaurant["inherits"]?.elements?.compactMap(\.text) == ["all", "I", "56"])

            let file = filon.folder.appendingPathComponent("mine.json").path
            try await filon.ask(["rules", "edit", "tpe-pme-v2", "--set", "weights.size=70", "--out", file])
            let tried = try await filon.ask(["rules", "dry-run", file])
            #expect(tried["result"]?["moves"]?.members?.isEmpty == false)
            #expect(tried["result"]?["movers"]?.elements?.isEmpty == false)
            #expect(try await ruleSet(of: siren, in: filon) == "tpe-pme-v2", "nothing was written")

            await #expect(throws: Tool.Failed.self, "made from an older version") {
                try await filon.ask(["rules", "publish", file, "--from", "1"])
            }
            #expect(try await filon.ask(["rules", "publish", file])["label"]?.text == "tpe-pme-v2@2")
            try await filon.ask(["rescore", "--wait"])
            #expect(try await ruleSet(of: siren, in: filon) == "tpe-pme-v2@2")
            // What was foreseen has come, and the same again would change nothing.
            let again = try await filon.ask(["rules", "dry-run", file])
            #expect(again["result"]?["then"] == tried["result"]?["now"])
            #expect(again["result"]?["moves"]?.members?.isEmpty == true)

            #expect(try await filon.ask(["rules", "rollback"])["label"]?.text == "tpe-pme-v2")
            try await filon.ask(["rescore", "--wait"])
            #expect(try await ruleSet(of: siren, in: filon) == "tpe-pme-v2")
            try await refusesBrokenRules(file, in: filon)
            try await filon.checkNothingIsLeft()
            try await filon.checkOutputs()
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }

    /// SIGKILL in the middle of a look at every lead: it goes on where it was, and no score is made twice.
    @Test func killedInTheMiddleOfALookAtAllItGoesOnAndDoublesNothing() async throws {
        let filon = try await Installation(settings: ["FILON_SCORING_PAGE": "2"])
        do {
            _ = try await filon.importing(ProspectList.demonstration)
            try await filon.checkNothingIsLeft()
            let before = try await filon.sessions.transaction { tx in
                try TraceStore.versions(by: "tpe-pme-v1", in: tx)
            }
            try await filon.tool(["rules", "publish", "tpe-pme-v2"])
            try await eventually("it has begun") {
                try await filon.sessions.transaction { tx in try TraceStore.looked(in: tx) } > 0
            }
            try await filon.kill("scoring")
            let (left, looked) = try await filon.sessions.transaction { tx in
                (try TraceStore.versions(by: "tpe-pme-v1", in: tx).count, try TraceStore.looked(in: tx))
            }
            try await filon.restart("scoring")
            try await eventually("every lead is scored by the new rules") {
                try await filon.sessions.transaction { tx in try TraceStore.versions(by: "tpe-pme-v1", in: tx) }.isEmpty
            }
            try await filon.checkNothingIsLeft()
            let after = try await filon.sessions.transaction { tx in
                try TraceStore.versions(by: "tpe-pme-v2", in: tx)
            }
            #expect(left + looked >= before.count, "a page counts only with its scores")
            let made = before.map { lead, version in (after[lead] ?? 0) - version }
            // An excluded lead has no lines: other rules are no news of it.
            #expect(after.count == before.count && made.allSatisfy { (0...1).contains($0) })
            #expect(made.count { $0 == 1 } > 40)
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }

    private func ruleSet(of siren: String, in filon: Installation) async throws -> String? {
        let found = try await filon.ask(["explain", "company", siren])
        return found.elements?.first?["score"]?["rule_set"]?.text
    }

    /// A file that is cut, and a weight that is none.
    private func refusesBrokenRules(_ file: String, in filon: Installation) async throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let cut = filon.folder.appendingPathComponent("cut.json").path
        try String(text.prefix(text.count / 2)).write(toFile: cut, atomically: true, encoding: .utf8)
        await #expect(throws: Tool.Failed.self) { try await filon.ask(["rules", "publish", cut]) }
        let huge = filon.folder.appendingPathComponent("huge.json").path
        try await filon.ask(["rules", "edit", file, "--set", "weights.size=-4", "--out", huge])
        await #expect(throws: Tool.Failed.self) { try await filon.ask(["rules", "dry-run", huge]) }
        #expect(try await filon.ask(["rules", "show"])["in_force"]?["label"]?.text == "tpe-pme-v2")
    }
}
