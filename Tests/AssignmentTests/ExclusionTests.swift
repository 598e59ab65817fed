import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Testing

@testable import Assignment

@Suite struct ExclusionTests {
    private typealias Step = @Sendable () async throws -> Void

    private let later = Scene.now.addingTimeInterval(60)

    @Test func aCeasedCompanyLeavesEveryDepartmentsQueue() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin")
            let lead = LeadScored.sample()
            try await scene.score([lead])

            try await scene.cease(lead.companyID, at: later)

            #expect(try await scene.lead(lead.leadID)?.bar?.text == "Entreprise cessée le 01/03/2026")
            #expect(try await scene.clocks(of: lead.leadID) == ["closed"])
        }
    }

    @Test func aLeadScoredAfterItsCompanyObjectedIsNotHandedOut() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin")
            let lead = LeadScored.sample()
            try await scene.object(lead.companyID, at: Scene.now)

            let events = try await scene.score([lead], announcedAt: later)

            #expect(events.isEmpty)
            #expect(try await scene.lead(lead.leadID)?.bar?.code == "opposed")
        }
    }

    @Test func aWithdrawnLeadComesBackWithANewerScore() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin")
            let lead = LeadScored.sample()
            try await scene.score([lead])
            try await scene.withdraw(lead.companyID, at: later)
            #expect(try await scene.lead(lead.leadID)?.bar?.code == "withdrawn")
            var again = lead
            again.version = 2

            let events = try await scene.score([again], announcedAt: later.addingTimeInterval(60))

            #expect(events.all(LeadAssigned.self).map(\.owner) == [camille])
        }
    }

    @Test func ofTwoMergedLeadsOneStaysWithTheOwner() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin", capacity: 1)
            let (kept, merged) = (LeadScored.sample(priority: 1), LeadScored.sample(priority: 2))
            try await scene.score([kept, merged])
            let event = CompanyMerged(companyID: kept.companyID, mergedID: merged.companyID, version: 2)
            let handler = MergeCompany(clock: { Scene.now })

            let events = try await scene.transaction { tx in
                try handler.handle([Scene.delivery(event), Scene.delivery(event)], in: tx).flatMap(\.events)
            }

            #expect(events.all(LeadAssigned.self).map(\.announce) == [false])
            #expect(try await scene.lead(kept.leadID)?.state == .owned(camille))
            #expect(try await scene.lead(merged.leadID)?.bar?.text == "Fusionnée avec une autre fiche du service")
            #expect(try await scene.lead(merged.leadID)?.companyID == kept.companyID)
        }
    }

    @Test func anErasedPersonsNameLeavesTheCard() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin")
            let lead = LeadScored.sample()
            try await scene.score([lead])
            let event = PersonErased(
                contactID: ContactID(),
                companyID: lead.companyID,
                addressFingerprints: [],
                at: Scene.now
            )

            try await scene.transaction { tx in _ = try ForgetPerson().handle([Scene.delivery(event)], in: tx) }

            #expect(try await scene.lead(lead.leadID)?.card.companyName == nil)
        }
    }

    /// Any order, with repetitions, of what is said of one lead ends in the same state.
    @Test(arguments: 0..<12)
    func theOrderOfMessagesDoesNotMatter(seed: UInt64) async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin", capacity: 100)
            let leads = (0..<4).map { _ in LeadScored.sample() }
            var steps: [Step] = []
            for (index, lead) in leads.enumerated() {
                steps += messages(about: lead, withExclusion: index == 1, scene)
            }
            steps += [
                { try await scene.cease(leads[0].companyID, at: later.addingTimeInterval(30)) },
                { try await scene.object(leads[2].companyID, at: Scene.now) },
                { try await scene.withdraw(leads[2].companyID, at: later) },
                { try await scene.withdraw(leads[3].companyID, at: Scene.now.addingTimeInterval(30)) },
            ]
            var random = Shuffler(state: seed)
            for step in (steps + steps.prefix(5)).shuffled(using: &random) { try await step() }

            let rows = try await leads.asyncMap { try #require(try await scene.lead($0.leadID)) }
            #expect(rows.map(\.bar?.code) == ["ceased", "not_diffusible", "opposed", nil])
            #expect(rows.map(\.state.name) == ["excluded", "excluded", "excluded", "owned"])
            #expect(rows.map(\.priority) == [3, 3, 3, 3])
            #expect(try await scene.clocks(of: leads[3].leadID).last == "met")
        }
    }

    private func messages(
        about lead: LeadScored,
        withExclusion: Bool,
        _ scene: Scene
    ) -> [Step] {
        let scores = (1...3).map { version in
            var score = lead
            (score.version, score.priority) = (Int64(version), version)
            let isBarred = withExclusion && version == 3
            score.exclusion = isBarred ? Exclusion(code: "not_diffusible", text: "Non diffusible") : nil
            return score
        }
        let announced = [Scene.now, Scene.now.addingTimeInterval(20), later]
        var steps: [Step] = []
        for (score, at) in zip(scores, announced) {
            steps.append { _ = try await scene.score([score], announcedAt: at) }
        }
        steps.append { try await scene.call(lead.leadID, at: later) }
        return steps
    }
}
