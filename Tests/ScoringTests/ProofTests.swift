import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Testing

@testable import Scoring

/// Scores are made again of what they name: to the byte, or with what is gone.
@Suite struct ProofTests {
    private struct Told: Decodable {
        struct Then: Decodable {
            var points: Int
            var band: String
            var rules: String
            var model: String?
            var chanceBasisPoints: Int?
            var causes: [UUID]
            var digest: String?
        }
        struct Now: Decodable {
            var gone: [String]
            var points: Int?
            var band: String?
            var chanceBasisPoints: Int?
            var digest: String?
        }
        var then: Then
        var now: Now
    }

    private static func proof(of lead: LeadID, before moment: Date = Known.ago(-1), in scene: Scene) async throws
        -> Told?
    {
        try await scene.pool.transaction { tx in
            let window = Date(timeIntervalSince1970: 0)..<moment
            let made = try ScoreProofs().again(window, about: lead.rawValue, after: nil, limit: 10, with: nil, in: tx)
            return try made.first.map { made in
                Told(
                    then: try Wire.decode(Told.Then.self, from: made.then),
                    now: try Wire.decode(Told.Now.self, from: made.now)
                )
            }
        }
    }

    @Test func aScoreIsMadeAgainToTheByteAndNamesWhatItWasMadeAt() async throws {
        let scene = try await Scene()
        try await scene.putInForce("tpe-pme-v2")
        let subject = try Subject()
        let registered = Heard(subject.registered(phone: true))
        try await scene.hear([registered])
        #expect(try await Self.proof(of: subject.lead, in: scene) == nil, "no score yet")
        let (enriched, activity) = (Heard(subject.enriched()), Heard(subject.activity(1, "call", outcome: "reached")))
        try await scene.hear([enriched])
        let first = try #require(try await Self.proof(of: subject.lead, in: scene))
        #expect(first.then.causes == [enriched.envelope.messageID])
        #expect(first.then.rules == "tpe-pme-v2" && first.now.gone.isEmpty)
        #expect(first.then.digest != nil && first.then.digest == first.now.digest)
        #expect(first.then.points == first.now.points)

        // Of the time before the call the first score still comes out.
        try await scene.backdate(subject.lead, by: 3600)
        try await scene.hear([activity])
        let (then, now) = (
            try await Self.proof(of: subject.lead, before: Known.ago(0.5), in: scene),
            try #require(try await Self.proof(of: subject.lead, in: scene))
        )
        #expect(then?.then.digest == first.then.digest && then?.now.digest == first.now.digest)
        #expect(now.then.causes == [activity.envelope.messageID] && now.then.digest == now.now.digest)
        #expect(now.then.digest != first.then.digest)
        await scene.drop()
    }

    @Test func whatALookAtAllMadeNamesTheJob() async throws {
        let base = try await Base(leads: 3)
        _ = try await base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        let lead = try #require(try await base.workOff().first?.leadID)
        let job = try #require(UUID(uuidString: try await base.scene.texts("SELECT id::text FROM rescore_jobs")[0]))
        let told = try #require(try await Self.proof(of: lead, in: base.scene))
        #expect(told.then.causes == [job])
        #expect(told.then.digest == told.now.digest && told.now.gone.isEmpty)
        await base.drop()
    }

    @Test func whatIsGoneIsSaid() async throws {
        let scene = try await Scene()
        try await scene.putInForce("tpe-pme-v2")
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched())])
        func gone(after sql: StaticString) async throws -> [String]? {
            try await scene.pool.transaction { tx in try tx.execute(sql) }
            return try await Self.proof(of: subject.lead, in: scene)?.now.gone
        }
        #expect(try await gone(after: "UPDATE score_history SET digest = NULL") == ["digest"])
        #expect(try await gone(after: "UPDATE score_history SET model_id = gen_random_uuid()") == ["digest", "model"])
        #expect(try await gone(after: "UPDATE score_history SET rule_set = 'tpe-pme-v2@9'") == ["digest", "rules"])
        #expect(try await gone(after: "UPDATE score_history SET inputs = NULL") == ["digest", "inputs", "rules"])
        await scene.drop()
    }

    /// The chance, too, is said again by the model of the time, though another one judges since.
    @Test func theModelOfTheTimeSaysTheChanceAgain() async throws {
        let scene = try await Scene()
        try await scene.putInForce("tpe-pme-v2")
        let jobs = LearningJobs(closing: Closing())
        for index in 0..<24 {
            let subject = try Subject()
            let facts = Known.facts(band: index % 2 == 0 ? "01" : "21")
            try await scene.hear([Heard(subject.registered()), Heard(subject.enriched(facts))])
            let deal = Deal(subject)
            try await scene.follow([deal.created()], by: jobs.closing)
            try await scene.follow([index % 2 == 0 ? deal.won(version: 2) : deal.lost(version: 2)], by: jobs.closing)
        }
        try await scene.run(jobs.train)
        try await scene.run(jobs.judgeLeads)
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched(Known.facts(band: "01")))])
        let first = try #require(try await Self.proof(of: subject.lead, in: scene))
        #expect((first.then.chanceBasisPoints ?? 0) > 5_000 && first.then.model != nil)
        #expect(first.now.chanceBasisPoints == first.then.chanceBasisPoints && first.now.digest == first.then.digest)

        try await scene.pool.transaction { tx in
            try tx.execute("UPDATE models SET body = NULL")
        }
        let later = try #require(try await Self.proof(of: subject.lead, in: scene))
        #expect(later.now.gone == ["model"])
        #expect(later.now.digest == first.then.digest, "the chance of the time was taken as it was written down")
        await scene.drop()
    }
}
