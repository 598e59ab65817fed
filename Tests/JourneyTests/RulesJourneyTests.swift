import Contracts
import Foundation
import InstallationSupport
import Testing

/// As a sales manager would: change a weight, see whom it moves, apply it, see it on the next lead, take it back.
@Suite(.serialized) struct RulesJourneyTests {
    @Test func aWeightIsChangedTriedAppliedSeenAndTakenBack() async throws {
        let filon = try await Installation()
        do {
            let outcome = try await filon.importing(ProspectList.demonstration)
            let siren = try #require(outcome.companies.first { $0.state == "owned" }?.siren)
            #expect(try await filon.ask(["rules", "show"])["in_force"]?["label"]?.text == "tpe-pme-v1")

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
