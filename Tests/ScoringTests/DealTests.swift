import Contracts
import Foundation
import Messaging
import Postgres
import Scorecard
import Testing

@testable import Scoring

@Suite struct DealTests {
    @Test func anOpenDealIsGivenAChanceByTheRulesAlone() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])

        let deal = Deal(subject)
        let scored = try #require(try await scene.follow([deal.created()]).first)

        #expect(scored.dealID == deal.id)
        #expect(scored.label == "regles")
        #expect(scored.outcomes == 0)
        #expect(scored.horizonDays == 180)
        #expect((500...9_500).contains(scored.probabilityBasisPoints))
        let low = try #require(scored.lowBasisPoints), high = try #require(scored.highBasisPoints)
        #expect(low < scored.probabilityBasisPoints && scored.probabilityBasisPoints < high)
        #expect(try await scene.follow([deal.updated(version: 2)]) == [], "nobody would read anything else")
        await scene.drop()
    }

    @Test func whatWasKnownWhenTheDealBeganIsKept() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched(hoursAgo: 48))])
        try await scene.backdate(subject.lead, by: 3 * 3600)
        let deal = Deal(subject, at: Known.ago(1))
        try await scene.follow([deal.created()])
        let before = try await scene.texts("SELECT inputs::text || points || judged_at FROM deals")

        // Facts that come after the deal began change the lead's score, and nothing of the deal's.
        try await scene.hear(subject.enriched(Known.facts(band: "21"), Known.turnover(900_000, 200_000)))
        try await scene.follow([deal.moved("negotiation", version: 2), deal.won(version: 3)])

        #expect(try await scene.texts("SELECT inputs::text || points || judged_at FROM deals") == before)
        #expect(try await scene.texts("SELECT inputs::text || points || judged_at FROM outcomes") == before)
        await scene.drop()
    }

    /// In whatever order the events of a deal come, and however often, the same outcome stands.
    @Test(arguments: 0..<6)
    func theOrderOfArrivalChangesNothing(_ seed: Int) async throws {
        let scene = try await Scene(function: "order\(seed)")
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched())])
        try await scene.backdate(subject.lead, by: 7200)
        let deal = Deal(subject, at: Known.ago(1))
        let events: [any Event] = [
            deal.created(), deal.moved("offer", version: 2), deal.won(version: 3), deal.moved("offer", version: 4),
            deal.updated(version: 5), deal.lost(version: 6), deal.updated(version: 7),
        ]
        let dice = SplitHash(seed: UInt64(seed))
        let order = events.indices.sorted { dice.unit($0) < dice.unit($1) }
        for index in order + order.prefix(3) { try await scene.follow([events[index]]) }

        #expect(try await scene.texts("SELECT state || version || state_version FROM deals") == ["lost76"])
        #expect(try await scene.texts("SELECT outcome FROM outcomes") == ["lost"])
        await scene.drop()
    }

    @Test func whatIsOpenedAgainIsNoOutcome() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched())])
        let deal = Deal(subject)
        try await scene.follow([deal.created()])
        try await scene.follow([deal.won(version: 2)])
        #expect(try await scene.texts("SELECT outcome FROM outcomes") == ["won"])

        try await scene.follow([deal.moved("offer", version: 3)])

        #expect(try await scene.texts("SELECT outcome FROM outcomes") == [])
        await scene.drop()
    }

    @Test func aDealOfALeadWithoutScoreIsFollowedButNotLearntFrom() async throws {
        let scene = try await Scene()
        let deal = Deal(try Subject())
        #expect(try await scene.follow([deal.won(version: 1)]) == [])
        #expect(try await scene.texts("SELECT state FROM deals") == ["won"])
        #expect(try await scene.texts("SELECT outcome FROM outcomes") == [])
        await scene.drop()
    }

    @Test func erasureForgetsWhatADealTaught() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched())])
        let deal = Deal(subject)
        try await scene.follow([deal.created()])
        try await scene.follow([deal.lost(version: 2)])
        let before = try await scene.texts("SELECT outcomes_version::text FROM learning")

        try await scene.hear(
            PersonErased(
                contactID: subject.contact,
                companyID: subject.company,
                addressFingerprints: [],
                at: Known.now,
                reason: PersonErased.expired
            )
        )
        #expect(try await scene.texts("SELECT outcome FROM outcomes") == ["lost"], "an address that is too old")
        try await scene.hear(
            PersonErased(
                contactID: subject.contact,
                companyID: subject.company,
                addressFingerprints: [],
                at: Known.now
            )
        )

        #expect(try await scene.texts("SELECT outcome FROM outcomes") == [])
        #expect(try await scene.texts("SELECT state FROM deals WHERE inputs IS NOT NULL") == [])
        #expect(try await scene.texts("SELECT outcomes_version::text FROM learning") != before)
        await scene.drop()
    }
}
