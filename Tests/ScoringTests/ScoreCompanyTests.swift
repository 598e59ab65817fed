import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Testing

@testable import Scoring

@Suite struct ScoreCompanyTests {
    @Test func aLeadIsScoredOnceLeadAndFactsAreThere() async throws {
        let scene = try await Scene()
        let subject = try Subject()

        let early = try await scene.hear(subject.registered(phone: true, owner: "Sophie"))
        let events = try await scene.hear(subject.enriched())

        #expect(early == [])
        let scored = try #require(events.first)
        #expect(events.count == 1)
        #expect(scored.leadID == subject.lead)
        #expect(scored.companyName == "Boulangerie des Halles")
        #expect(scored.departement == "75")
        #expect(scored.section == "C")
        #expect(scored.currentOwner == OwnerHint(text: "Sophie"))
        #expect(scored.sizeClass == "tpe")
        #expect(scored.urgency == "high")
        #expect(scored.exclusion == nil)
        #expect(scored.version == 1)
        #expect(scored.score.points == scored.score.lines.reduce(0) { $0 + $1.points })
        #expect(scored.score == ScoringModel().score(Known.inputs()).summary)
        await scene.drop()
    }

    @Test func factsThatComeFirstWaitForTheLead() async throws {
        let scene = try await Scene()
        let subject = try Subject()

        #expect(try await scene.hear(subject.enriched()) == [])
        let events = try await scene.hear(subject.registered())

        #expect(events.map(\.leadID) == [subject.lead])
        await scene.drop()
    }

    @Test func everyDepartmentsLeadOfACompanyIsScored() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        let other = try Subject(department: "partenaires")
        try await scene.hear([Heard(subject.registered()), Heard(other.registered(company: subject.company))])

        let events = try await scene.hear(subject.enriched())

        #expect(Set(events.map(\.department.rawValue)) == ["commercial", "partenaires"])
        await scene.drop()
    }

    /// Who hands leads out waits for the register to be read again, even where nothing else changed.
    @Test func thatTheRegisterWasReadAgainIsNewsOnceADay() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        func enriched(_ hoursAgo: Double) -> CompanyEnriched {
            var event = subject.enriched(hoursAgo: hoursAgo)
            event.statusReadAt = event.factsAt
            return event
        }
        try await scene.hear(subject.registered())
        #expect(try await scene.hear(enriched(800)).map(\.statusReadAt) == [Known.ago(800)])

        let read = try await scene.hear(enriched(48))
        let again = try await scene.hear(enriched(47.99))
        let late = try await scene.hear(enriched(700))

        #expect(read.map(\.statusReadAt) == [Known.ago(48)] && read.map(\.version) == [2])
        #expect(again == [] && late == [])
        await scene.drop()
    }

    @Test func nothingIsAnnouncedWhenNothingLooksDifferent() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched(hoursAgo: 2))])
        let before = try await scene.standing(subject.lead)

        let again = try await scene.hear(subject.enriched(hoursAgo: 1))
        let older = try await scene.hear(subject.enriched(Known.facts(band: "12"), hoursAgo: 3))
        let sameReach = try await scene.hear(subject.reachable(phone: false))

        #expect(again == [] && older == [] && sameReach == [])
        #expect(try await scene.standing(subject.lead) == before)
        #expect(try await scene.count("SELECT count(*) FROM score_history") == 1)
        await scene.drop()
    }

    @Test func inputsThatNoReaderSeesAreKeptForReplays() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched(hoursAgo: 2))])
        var facts = Known.facts()
        facts.city = "Paris"

        let events = try await scene.hear(subject.enriched(facts, hoursAgo: 1))

        #expect(events == [])
        #expect(try await scene.count("SELECT count(*) FROM scores WHERE inputs->'facts'->>'city' = 'Paris'") == 1)
        #expect(try await scene.count("SELECT count(*) FROM scores WHERE version = 1") == 1)
        await scene.drop()
    }

    @Test func aContactMakesTheLeadReachable() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        let first = try await scene.hear([Heard(subject.registered()), Heard(subject.enriched())])

        let second = try await scene.hear(subject.reachable(phone: true, email: true))

        let (before, after) = (try #require(first.last), try #require(second.last))
        #expect(after.score.points == before.score.points + 5)
        #expect(after.version == before.version + 1)
        await scene.drop()
    }

    /// Phone and e-mail that somebody asked a provider for complete a lead's contact data, as a list's do.
    @Test func aProvidersNumberMakesTheLeadReachable() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        let first = try await scene.hear([Heard(subject.registered()), Heard(subject.enriched(hoursAgo: 3))])
        func reached(_ phone: String?, _ email: String?, isPersonal: Bool = false, hoursAgo: Double) -> CompanyEnriched
        {
            var event = subject.enriched(hoursAgo: hoursAgo)
            event.reach = CompanyReach(
                phone: phone,
                email: email,
                isPersonalMobile: isPersonal,
                source: "pappers",
                at: Known.ago(hoursAgo)
            )
            return event
        }

        let both = try await scene.hear(reached("+33199001326", "contact@x.example", hoursAgo: 2))
        let older = try await scene.hear(reached(nil, nil, hoursAgo: 2.5))
        let personal = try await scene.hear(reached("+33612345678", nil, isPersonal: true, hoursAgo: 1))
        let gone = try await scene.hear(subject.enriched(hoursAgo: 0))

        let before = try #require(first.last).score.points
        #expect(try #require(both.last).score.points == before + 5)
        #expect(older == [])
        let line = try #require(personal.last).score.lines.first { $0.rule == "reachability" }
        #expect(line?.text.contains("personnel") == true)
        #expect(try #require(gone.last).score.points == before)
        await scene.drop()
    }

    @Test func aLeadThatWaitsForIdentificationIsNotScored() async throws {
        let scene = try await Scene()
        let subject = try Subject()

        let waiting = try await scene.hear([Heard(subject.registered(identified: false)), Heard(subject.enriched())])
        let identified = try await scene.hear(subject.registered(version: 2))

        #expect(waiting == [])
        #expect(identified.map(\.leadID) == [subject.lead])
        await scene.drop()
    }

    @Test func aStoredScoreIsReplayedFromItsInputsByteForByte() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        let events = try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        let scored = try #require(events.last)

        let recorded = try await scene.pool.transaction { tx in
            try tx.query("SELECT inputs FROM scores").values(as: JSONB.self)
        }
        let inputs = try Wire.decode(ScoreInputs.self, from: try #require(recorded.first).bytes)
        let replayed = ScoringModel().score(inputs)

        #expect(try Wire.encode(replayed.summary) == Wire.encode(scored.score))
        #expect(try Wire.encode(replayed.turnover) == Wire.encode(scored.turnover))
        #expect(inputs.facts.name == nil)
        await scene.drop()
    }

    @Test func oneMessageOfABatchCarriesEachLeadsEvent() async throws {
        let scene = try await Scene()
        let subjects = try (0..<200).map { _ in try Subject() }
        try await scene.hear(subjects.map { Heard($0.registered()) })

        let events = try await scene.hear(subjects.map { Heard($0.enriched()) } + subjects.map { Heard($0.enriched()) })

        #expect(Set(events.map(\.leadID)) == Set(subjects.map(\.lead)))
        #expect(events.count == 200)
        #expect(try await scene.count("SELECT count(*) FROM scores WHERE version = 1") == 200)
        await scene.drop()
    }

    /// In Paris that moment is in a year that no civil date has.
    @Test func anExchangeAtTheEndOfTimeStopsNoScore() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        var call = subject.activity(1, "call", outcome: "reached")
        call.at = Date(timeIntervalSince1970: 253_402_299_000)  // 9999-12-31T23:30:00Z
        try await scene.hear([Heard(subject.registered()), Heard(call)])

        #expect(try await scene.hear([Heard(subject.enriched())]).count == 1)
        await scene.drop()
    }

    @Test func theRulesAreWrittenDownOnce() async throws {
        let scene = try await Scene()
        let work = BaseWork(rescore: scene.handlers.rescore)
        for _ in 0..<2 { try await work.ship(scene.pool) }
        #expect(try await scene.count("SELECT count(*) FROM rule_sets WHERE status = 'published'") == 3)
        #expect(try await scene.count("SELECT count(*) FROM rules_in_force WHERE label = 'tpe-pme-v1'") == 1)
        await scene.drop()
    }
}
