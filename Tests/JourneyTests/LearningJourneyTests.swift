import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import TestSupport
import Testing

/// What deals taught survives SIGKILL at any moment: a model serves, and what was begun is ended by who comes next.
@Suite(.serialized) struct LearningJourneyTests {
    @Test func killedWhileALearntModelReachesTheLeadsAndWhileItLearnsAModelServesAndTheWorkIsEnded() async throws {
        let filon = try await Installation(settings: ["FILON_SCORING_PAGE": "2"])
        do {
            let outcome = try await filon.importing(ProspectList.demonstration)
            let siren = try #require(outcome.companies.first { $0.state == "owned" }?.siren)
            try await filon.tool(["rules", "publish", "tpe-pme-v2"])
            try await filon.ask(["rescore", "--wait"])
            try await aModelReachesTheLeads(filon)
            try await aModelIsLearnt(filon)
            try await theScoreIsMadeAgain(of: siren, in: filon)
            try await filon.checkNothingIsLeft()
            try await filon.checkOutputs()
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }

    /// The first model judges all leads; the service is killed in the middle of the look at them.
    private func aModelReachesTheLeads(_ filon: Installation) async throws {
        try await filon.sessions.transaction { tx in try LearningStore.teach(10, in: tx) }
        try await eventually("the first model judges leads", within: .seconds(60)) {
            try await filon.sessions.transaction { tx in try LearningStore.looked(for: "model", in: tx) } > 0
        }
        try await filon.kill("scoring")
        let (place, looked) = try await filon.sessions.transaction { tx in
            (try LearningStore.place(in: tx), try LearningStore.looked(for: "model", in: tx))
        }
        #expect(place.active != nil && place.judgesLeads == place.active)
        try await filon.restart("scoring")
        try await eventually("every lead is judged") {
            try await filon.sessions.transaction { tx in try LearningStore.place(in: tx) }.unjudged == 0
        }
        let after = try await filon.sessions.transaction { tx in try LearningStore.looked(for: "model", in: tx) }
        #expect(after >= looked, "what it had looked at still counts")
    }

    /// The service is killed while it reads many more outcomes: the champion serves on, and the next process reads them.
    private func aModelIsLearnt(_ filon: Installation) async throws {
        let before = try await filon.sessions.transaction { tx in try LearningStore.place(in: tx) }
        // However fast it reads, it is killed before its model is kept.
        let holder = try await LearningStore.holdModels(filon.database.url)
        try await filon.sessions.transaction { tx in try LearningStore.teach(60, in: tx) }
        try await eventually("it is learning", within: .seconds(60)) {
            try await filon.sessions.transaction { tx in try LearningStore.isLearning(in: tx) }
        }
        try await filon.kill("scoring")
        await holder.close()
        let killed = try await filon.sessions.transaction { tx in try LearningStore.place(in: tx) }
        #expect(killed.active == before.active && killed.models == before.models && killed.isBehind)
        try await filon.restart("scoring")
        try await eventually("the next process has learnt", within: .seconds(240)) {
            try await !filon.sessions.transaction { tx in try LearningStore.place(in: tx) }.isBehind
        }
        let after = try await filon.sessions.transaction { tx in try LearningStore.place(in: tx) }
        #expect(after.active != before.active && after.models == before.models + 1)
        #expect(after.judgesLeads == before.judgesLeads, "leads get another one an hour later at the earliest")
    }

    /// `filon explain lead` has the real service make the score again.
    private func theScoreIsMadeAgain(of siren: String, in filon: Installation) async throws {
        let told = try await filon.ask(["explain", "lead", siren]).elements?.first
        let proof = try #require(told?["proof"])
        #expect(proof["verdict"]?.text == "identical")
        #expect(proof["then"]?["rules"]?.text == "tpe-pme-v2")
        #expect(proof["then"]?["digest"] == proof["now"]?["digest"])
        let text = String(decoding: try await filon.tool(["explain", "lead", siren, "--at", "1s"]), as: UTF8.self)
        #expect(text.contains("Made again: the same to the byte."))
        let long = String(decoding: try await filon.tool(["explain", "lead", siren, "--at", "3d"]), as: UTF8.self)
        #expect(!long.contains("Made again"), "there was no score yet")
        try await filon.kill("scoring")
        let alone = try await filon.ask(["explain", "lead", siren, "--patience", "1"]).elements?.first
        #expect(alone?["unproven"]?.text?.contains("filon status") == true && alone?["score"] != nil)
        try await filon.restart("scoring")
    }
}
