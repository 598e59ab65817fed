import Contracts
import Foundation
import Messaging
import Postgres
import Scorecard
import Testing

@testable import Scoring

/// Back to an earlier model, held there, and on again.
@Suite struct ModelChangeTests {
    @Test func anEarlierModelServesIsHeldAndJudgesOpenDealsUntilPeopleGoOn() async throws {
        let scene = try await Scene()
        let jobs = LearningJobs(closing: Closing())
        let deal = try await scene.openDeal(by: jobs.closing)
        let first = try await scene.keep(60)
        let second = try await scene.keep(80)
        #expect(try await scene.run(jobs.judgeAgain).compactMap { ($0 as? DealScored)?.model } == [second])

        let events = try await scene.ask(.init(actor: "x", action: "rollback", expected: 2))

        let changed = try #require(events.first as? ModelChanged)
        #expect(changed.version == 1 && changed.replaces == 2 && changed.isHeld && changed.model == first)
        #expect((events.last as? AuditRecorded)?.action == "model.rolled_back")
        #expect(try await scene.run(jobs.judgeAgain).count <= 1)
        #expect(
            try await scene.texts("SELECT m.version::text FROM deals JOIN models AS m ON m.id = model_id") == ["1"],
            "\(deal)"
        )
        // Trainings go on and put nothing in force.
        #expect(try await scene.statuses() == ["active", "retired"])
        try await scene.somethingIsToBeLearnt()
        let held = try #require(try await scene.run(jobs.train).compactMap { $0 as? ModelTrained }.first)
        #expect(!held.isActive && held.refusal != nil)
        #expect(try await scene.statuses() == ["active", "retired", "candidate"])

        let on = try #require(try await scene.ask(.init(actor: "x", action: "resume")).first as? ModelChanged)
        #expect(on.version == 1 && on.replaces == nil && !on.isHeld)
        let next = try #require(try await scene.run(jobs.train).compactMap { $0 as? ModelTrained }.first)
        #expect(next.isActive && next.version == 4)
        #expect(try await scene.statuses() == ["retired", "retired", "candidate", "active"])
        await scene.drop()
    }

    /// The next contest counts deals that ended after the model in force had learnt, whichever that is.
    @Test func theContestFollowsTheModelInForce() async throws {
        let scene = try await Scene()
        _ = try await scene.keep(60)
        _ = try await scene.keep(80)
        _ = try await scene.ask(.init(actor: "x", action: "rollback", version: 1))
        #expect(
            try await scene.texts(
                """
                SELECT (trained_until = (SELECT (metrics ->> 'to')::timestamptz FROM models WHERE version = 1))::text
                FROM learning
                """
            ) == ["true"]
        )
        // Naming the one in force holds it as it is.
        let same = try #require(
            try await scene.ask(.init(actor: "y", action: "rollback", version: 1)).first as? ModelChanged
        )
        #expect(same.replaces == nil && same.isHeld)
        #expect(try await scene.texts("SELECT actor FROM model_holds") == ["y"])
        await scene.drop()
    }

    @Test func refusalsSayWhyAndChangeNothing() async throws {
        let scene = try await Scene()
        #expect(try await scene.refusal(.init(actor: "x", action: "rollback")) == "model.nothing_before")
        _ = try await scene.keep(30)
        for count in 31...34 { _ = try await scene.keep(count) }
        try await scene.pool.transaction { tx in
            try tx.execute("UPDATE models SET body = NULL WHERE version = 1")
            try tx.execute("UPDATE models SET body = substring(body FOR 100) WHERE version = 2")
            try tx.execute("UPDATE models SET status = 'refused' WHERE version = 3")
            try tx.execute("UPDATE models SET parameters = jsonb_set(parameters, '{features}', '0') WHERE version = 4")
        }
        let cases: [(ModelRequested, String)] = [
            (.init(actor: "x", action: "dance"), "model.unknown_action"),
            (.init(actor: "x", action: "rollback", version: 99), "model.unknown"),
            (.init(actor: "x", action: "rollback", version: 1), "model.dropped"),
            (.init(actor: "x", action: "rollback", version: 2), "model.unreadable"),
            (.init(actor: "x", action: "rollback", version: 3), "model.refused"),
            (.init(actor: "x", action: "rollback", version: 4), "model.unreadable"),
            (.init(actor: "x", action: "rollback", expected: 4), "model.outdated"),
            (.init(actor: "x", action: "resume"), "model.not_held"),
        ]
        for (request, code) in cases {
            #expect(try await scene.refusal(request) == code)
        }
        #expect(try await scene.texts("SELECT version::text FROM models WHERE status = 'active'") == ["5"])
        #expect(try await scene.count("SELECT count(*) FROM model_holds") == 0)
        await scene.drop()
    }

    /// Cut, or of another version after an upgrade: nobody waits for what cannot serve.
    @Test func aHeldModelThatCannotBeReadGivesWay() async throws {
        let scene = try await Scene()
        let jobs = LearningJobs(closing: Closing())
        _ = try await scene.keep(60)
        _ = try await scene.ask(.init(actor: "x", action: "rollback", version: 1))
        try await scene.pool.transaction { tx in try tx.execute("UPDATE models SET body = substring(body FOR 100)") }
        try await scene.somethingIsToBeLearnt()

        let trained = try await scene.run(jobs.train).compactMap { $0 as? ModelTrained }

        #expect(trained.map(\.isActive) == [true])
        #expect(try await scene.count("SELECT count(*) FROM model_holds") == 0)
        await scene.drop()
    }
}

/// One alarm when it begins and one when it is over, however many trainings lie between.
@Suite struct ModelAlarmTests {
    /// Foretold nine of ten, won five of ten.
    private static let bold = (0..<200).map { Scored(0.9, isWon: $0 % 2 == 0) }
    /// Foretold as it came.
    private static let fair = (0..<200).map { Scored($0 % 2 == 0 ? 0.98 : 0.02, isWon: $0 % 2 == 0) }

    private static func card(_ scored: [Scored], contest: ModelCard.Contest? = nil) -> ModelCard {
        ModelCard(
            features: 1,
            horizonDays: 180,
            from: nil,
            to: nil,
            outcomes: scored.count,
            won: scored.count(where: \.isWon),
            scored: scored,
            contest: contest ?? ModelCard.Contest(outcomes: 0, challenger: nil, champion: nil)
        )
    }

    @Test func eachIsSaidOnceWhenItBeginsAndOnceWhenItIsOver() async throws {
        let scene = try await Scene()
        func note(_ scored: [Scored], _ version: Int) async throws -> [ModelAlarmChanged] {
            try await scene.pool.transaction { tx in
                try AlarmStore.note(Self.card(scored), of: version, at: Known.now, in: tx).changes
            }
        }

        let begun = try await note(Self.bold, 1)
        let again = try await note(Self.bold, 2)
        let over = try await note(Self.fair, 3)
        let quiet = try await note(Self.fair, 4)

        #expect(begun.map(\.kind) == ["worse_than_rate", "miscalibrated"] && begun.allSatisfy(\.isStanding))
        #expect(begun[0].text.contains("200 affaires)") && begun[0].text.contains("0,693"))
        #expect(begun[0].english.contains("0.693, 200 deals)"))
        #expect(again.isEmpty && quiet.isEmpty)
        #expect(over.map(\.kind) == begun.map(\.kind) && over.allSatisfy { !$0.isStanding && $0.version == 3 })
        #expect(
            try await scene.texts("SELECT began_version || '-' || ended_version FROM model_alarms") == ["1-3", "1-3"]
        )
        await scene.drop()
    }

    @Test func refusalsInARowAreAnAlarmUntilOneMayServe() async throws {
        let scene = try await Scene()
        func train(_ status: String) async throws -> [ModelAlarmChanged] {
            try await scene.pool.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO models (id, name, version, status, parameters, metrics, examples, trained_at)
                    SELECT gen_random_uuid(), 'closing', coalesce(max(version), 0) + 1, $1, '{}', '{}', 0, now()
                    FROM models
                    """,
                    status
                )
                let contest = ModelCard.Contest(outcomes: 60, challenger: 0.7, champion: 0.6)
                return try AlarmStore.note(Self.card([], contest: contest), of: 1, at: Known.now, in: tx).changes
            }
        }
        var said: [[String]] = []
        for status in ["retired", "refused", "refused", "refused", "refused", "retired"] {
            said.append(try await train(status).map { "\($0.kind) \($0.isStanding)" })
        }
        #expect(said == [[], [], [], ["refused_repeatedly true"], [], ["refused_repeatedly false"]])
        #expect(try await scene.texts("SELECT text FROM model_alarms").first?.contains("0,700 contre 0,600") == true)
        await scene.drop()
    }
}

extension Scene {
    /// Trains a model on so many outcomes and puts it in force.
    /// - Returns: its hash.
    fileprivate func keep(_ outcomes: Int) async throws -> String {
        let training = TrainingTests.train(TrainingTests.rows(outcomes))
        _ = try await pool.transaction { tx in try ModelStore.keep(training, at: Known.now, in: tx) }
        return training.model.hash
    }

    fileprivate func openDeal(by closing: Closing) async throws -> DealID {
        let subject = try Subject()
        try await hear([Heard(subject.registered()), Heard(subject.enriched())])
        let deal = Deal(subject)
        try await follow([deal.created()], by: closing)
        return deal.id
    }

    fileprivate func statuses() async throws -> [String] {
        try await texts("SELECT status FROM models ORDER BY version")
    }

    fileprivate func somethingIsToBeLearnt() async throws {
        _ = try await pool.transaction { tx in
            try tx.execute("UPDATE learning SET outcomes_version = outcomes_version + 1")
        }
    }

    fileprivate func ask(_ request: ModelRequested) async throws -> [any Event] {
        let envelope = Envelope(type: ModelRequested.type, subject: request.subject, occurredAt: Known.now)
        return try await pool.transaction { tx in
            let answer = try ChangeModel(now: { Known.now })
                .handle(Delivery(message: request, envelope: envelope), in: tx)
            guard case .done(let events) = answer else { throw Unanswered(handler: ChangeModel.name) }
            return events
        }
    }

    fileprivate func refusal(_ request: ModelRequested) async throws -> String? {
        let events = try await ask(request)
        return (events.first as? RequestRefused)?.code
    }
}
