import Contracts
import Foundation
import Postgres
import Scorecard
import Testing

@testable import Messaging
@testable import Scoring

@Suite struct TrainingTests {
    /// Deals of small companies are won, those of larger ones lost, one a day.
    static func rows(_ count: Int, isWon: (Int) -> Bool = { $0 % 2 == 0 }) -> [Training.Row] {
        (0..<count).map { index in
            let judged = Known.now.addingTimeInterval(Double(index - count) * 86_400)
            return Training.Row(
                dealID: "deal-\(index)",
                isWon: isWon(index),
                closedAt: judged.addingTimeInterval(43_200),
                judgedAt: judged,
                inputs: Known.inputs(Known.facts(band: index % 2 == 0 ? "01" : "21")),
                points: 50,
                ruleSet: "tpe-pme-v1"
            )
        }
    }

    static func train(_ rows: [Training.Row], champion: ClosingModel = .unlearnt, until: Date? = nil)
        -> Training
    {
        Training(rows, champion: champion, trainedUntil: until)
    }

    private static func chance(_ model: ClosingModel, band: String) -> Double {
        let inputs = Known.inputs(Known.facts(band: band))
        return model.learner.judge(model.snapshot(inputs, points: 50, ruleSet: "tpe-pme-v1")).probability
    }

    @Test func whatWinsIsLearnt() throws {
        let training = Self.train(Self.rows(300))
        #expect(Self.chance(training.model, band: "01") > 0.8)
        #expect(Self.chance(training.model, band: "21") < 0.2)
        #expect(training.model.label == "appris")
        #expect(training.card.outcomes == 300)
        #expect(training.card.won == 150)
        let quality = try #require(training.card.quality)
        #expect((quality.auc ?? 0) > 0.9)
        #expect(quality.logloss < (training.card.rateOnly ?? 0))
        #expect(training.card.refusal == nil)
    }

    @Test func theOrderOfTheRowsChangesNoBit() {
        let rows = Self.rows(120)
        let dice = SplitHash(seed: 4)
        let shuffled = rows.indices.sorted { dice.unit($0) < dice.unit($1) }.map { rows[$0] }
        #expect(Self.train(shuffled).model.hash == Self.train(rows).model.hash)
    }

    /// A deal won after the horizon was not won in time.
    @Test func theHorizonIsKept() {
        var rows = Self.rows(40, isWon: { _ in true })
        #expect(Self.train(rows).card.won == 40)
        rows = rows.map { row in
            Training.Row(
                dealID: row.dealID,
                isWon: true,
                closedAt: row.judgedAt.addingTimeInterval(181 * 86_400),
                judgedAt: row.judgedAt,
                inputs: row.inputs,
                points: row.points,
                ruleSet: row.ruleSet
            )
        }
        #expect(Self.train(rows).card.won == 0)
    }

    /// A model that foretells worse than the one in force does not serve.
    @Test func aWorseChallengerIsRefused() throws {
        let champion = Self.train(Self.rows(400)).model
        // The log that the challenger reads has lost all but its last outcomes.
        let broken = Array(Self.rows(460).dropFirst(380))
        let training = Self.train(broken, champion: champion, until: broken[0].judgedAt)
        #expect(training.card.contest.outcomes >= 50)
        #expect(training.card.refusal != nil)
    }

    @Test func noOutcomesMakeNoModelButNoHarm() {
        let training = Self.train([])
        #expect(training.card.quality == nil)
        #expect(training.model.hash == ClosingModel.unlearnt.hash)
        #expect(training.card.alarms() == [])
    }

    /// The job reads what changed, keeps the card, gives the deals their new chances, and rests until something changes.
    @Test func theJobLearnsAnnouncesAndJudgesAgain() async throws {
        let scene = try await Scene()
        let jobs = LearningJobs(closing: Closing())
        var open: [Deal] = []
        for index in 0..<48 {
            let subject = try Subject()
            let facts = Known.facts(band: index % 2 == 0 ? "01" : "21")
            try await scene.hear([Heard(subject.registered()), Heard(subject.enriched(facts))])
            let deal = Deal(subject)
            try await scene.follow([deal.created()], by: jobs.closing)
            if index < 8 {
                open.append(deal)
            } else {
                try await scene.follow(
                    [index % 2 == 0 ? deal.won(version: 2) : deal.lost(version: 2)],
                    by: jobs.closing
                )
            }
        }

        let trained = try await scene.run(jobs.train).compactMap { $0 as? ModelTrained }
        let scored = try await scene.run(jobs.judgeAgain).compactMap { $0 as? DealScored }

        #expect(trained.map(\.outcomes) == [40])
        #expect(trained.map(\.isActive) == [true])
        #expect(scored.count == open.count)
        #expect(scored.allSatisfy { $0.label == "hybride" && $0.outcomes == 40 && $0.model == trained.first?.model })
        let chances = Dictionary(uniqueKeysWithValues: scored.map { ($0.dealID, $0.probabilityBasisPoints) })
        #expect((chances[open[0].id] ?? 0) > (chances[open[1].id] ?? 0))
        #expect(try await scene.run(jobs.train).isEmpty)
        #expect(try await scene.run(jobs.judgeAgain).isEmpty)
        #expect(try await scene.texts("SELECT metrics ->> 'outcomes' FROM models WHERE status = 'active'") == ["40"])
        await scene.drop()
    }

    /// Once enough is learnt all leads are looked at and each has its chance, small companies the better one; a lead that
    /// comes later has one at once; another model takes over an hour later at the earliest.
    @Test func leadsAreJudgedByWhatWasLearntAndOnce() async throws {
        let scene = try await Scene()
        let jobs = LearningJobs(closing: Closing())
        for index in 0..<24 {
            let subject = try Subject()
            try await scene.hear([
                Heard(subject.registered()), Heard(subject.enriched(Known.facts(band: index % 2 == 0 ? "01" : "21"))),
            ])
            let deal = Deal(subject)
            try await scene.follow([deal.created()], by: jobs.closing)
            try await scene.follow([index % 2 == 0 ? deal.won(version: 2) : deal.lost(version: 2)], by: jobs.closing)
        }
        try await scene.run(jobs.judgeLeads)
        #expect(try await scene.count("SELECT count(*) FROM rescore_jobs") == 0, "nothing was learnt")

        try await scene.run(jobs.train)
        try await scene.run(jobs.judgeLeads)
        #expect(try await scene.texts("SELECT reason FROM rescore_jobs") == ["model"])
        try await scene.workOff()

        let better = try await scene.texts(
            """
            SELECT (min((inputs ->> 'probabilityBasisPoints')::int) FILTER (WHERE inputs #>> '{facts,workforceBand}' = '01')
                > max((inputs ->> 'probabilityBasisPoints')::int) FILTER (WHERE inputs #>> '{facts,workforceBand}' = '21')
                AND bool_and((inputs ->> 'probabilityBasisPoints')::int % 100 = 0))::text
            FROM scores
            """
        )
        #expect(better == ["true"])
        let later = try Subject()
        try await scene.hear([Heard(later.registered()), Heard(later.enriched(Known.facts(band: "01")))])
        let named = try await scene.texts(
            """
            SELECT (m.status = 'active' AND h.inputs ? 'probabilityBasisPoints')::text
            FROM score_history AS h JOIN models AS m ON m.id = h.model_id
            """
        )
        #expect(named == ["true"], "of all scores only the new lead's is news")

        try await scene.pool.transaction { tx in try tx.execute("UPDATE learning SET trained_version = -1") }
        try await scene.run(jobs.train)
        try await scene.run(jobs.judgeLeads)
        #expect(try await scene.count("SELECT count(*) FROM rescore_jobs") == 1, "an hour has not gone by")
        #expect(try await scene.run(jobs.judgeLeads, at: Known.now.addingTimeInterval(3_601)).isEmpty)
        #expect(try await scene.count("SELECT count(*) FROM rescore_jobs") == 2)
        await scene.drop()
    }

    @Test func aModelThatIsCutLeavesTheRules() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched())])
        try await scene.pool.transaction { tx in
            let training = Self.train(Self.rows(30))
            _ = try ModelStore.keep(training, at: Known.now, in: tx)
            try tx.execute("UPDATE models SET body = substring(body FOR 100)")
        }
        let scored = try await scene.follow([Deal(subject).created()])
        #expect(scored.map(\.label) == ["regles"])
        #expect(try await scene.texts("SELECT (trained_version <> outcomes_version)::text FROM learning") == ["true"])
        await scene.drop()
    }
}

extension Scene {
    @discardableResult
    func run(_ job: Schedule, at moment: Date = Known.now) async throws -> [any Event] {
        try await pool.transaction { tx in try job.job(moment, tx) }
    }
}
