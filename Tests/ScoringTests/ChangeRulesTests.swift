import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Scoring

/// Other rules: asked for, tried out over the whole base, put in force, and taken back.
@Suite struct ChangeRulesTests {
    @Test func publishingPutsRulesInForceRescoresEveryLeadAndRollingBackUndoesIt() async throws {
        let base = try await Base(leads: 25)
        let before = try await base.standing()

        let events = try await base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        let published = try #require(events.first as? RulesPublished)
        #expect(published.version == 2 && published.ruleSet == "tpe-pme-v2" && published.replaces == "tpe-pme-v1")
        #expect((events.last as? AuditRecorded)?.action == "rules.published")
        let news = try await base.workOff()
        #expect(news.count == 25 && news.allSatisfy { $0.score.ruleSet == "tpe-pme-v2" })
        #expect(news.allSatisfy { $0.score.lines.reduce(0) { $0 + $1.points } == $0.score.points })
        // The next lead is scored by them, too.
        let subject = try Subject()
        let next = try await base.scene.hear([Heard(subject.registered()), Heard(subject.enriched())])
        #expect(next.last?.score.ruleSet == "tpe-pme-v2")

        _ = try await base.ask(.init(actor: "x", action: "rollback", expected: 2))
        _ = try await base.workOff()
        #expect(try await base.standing().filter { before[$0.key] != nil } == before)
        #expect(try await base.scene.count("SELECT max(version) FROM rules_in_force") == 3)
        await base.drop()
    }

    @Test func refusalsSayWhyAndChangeNothing() async throws {
        let base = try await Base(leads: 1)
        let cases: [(RulesRequested, String)] = [
            (.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 7), "outdated"),
            (.init(actor: "x", action: "publish", name: "tpe-pme-v2"), "outdated"),
            (.init(actor: "x", action: "publish", name: "nobody", expected: 1), "unknown_rules"),
            (.init(actor: "x", action: "rollback", expected: 1), "nothing_before"),
            (.init(actor: "x", action: "dance", expected: 1), "unknown_action"),
            (.init(actor: "x", action: "dry-run", name: "tpe-pme-v2"), "unknown_action"),
            (.init(actor: "x", action: "publish", document: "{\"name\":", expected: 1), "unreadable"),
            (.init(actor: "x", action: "publish", document: "{\"name\":\"abc\",\"all\":{}}", expected: 1), "invalid"),
        ]
        for (request, code) in cases {
            let refused = try #require(try await base.ask(request).first as? RulesRefused, "\(request)")
            #expect(refused.code == code && !refused.text.isEmpty && !refused.english.isEmpty)
        }
        #expect(try await base.scene.count("SELECT count(*) FROM rules_in_force") == 1)
        #expect(try await base.scene.count("SELECT count(*) FROM rescore_jobs") == 0)
        await base.drop()
    }

    @Test func anEditedDocumentIsTheNextVersionAndTheSameAgainIsNot() async throws {
        let base = try await Base(leads: 3)
        let edited = try base.edited { $0.set(["all", "weights", "size"], to: 40) }
        _ = try await base.ask(.init(actor: "x", action: "publish", document: edited, expected: 1))
        let news = try await base.workOff()
        #expect(news.count == 3 && news.allSatisfy { $0.score.ruleSet == "tpe-pme-v2@2" })
        _ = try await base.ask(.init(actor: "x", action: "publish", document: edited, expected: 2))
        #expect(try await base.workOff().isEmpty)
        #expect(try await base.scene.count("SELECT max(version)::bigint FROM rule_sets WHERE name = 'tpe-pme-v2'") == 2)
        // A weight that moves nobody is no news; the scores name the new rules all the same.
        let title = try base.edited {
            $0.set(["all", "weights", "size"], to: 40)
            $0.set(["title"], to: "Un autre titre")
        }
        _ = try await base.ask(.init(actor: "x", action: "publish", document: title, expected: 3))
        #expect(try await base.workOff().isEmpty)
        #expect(try await base.scene.count("SELECT count(*) FROM scores WHERE rule_set = 'tpe-pme-v2@3'") == 3)
        await base.drop()
    }

    /// `FILON_DRY_RUN_LEADS=100000` makes it a base of that size.
    private static let many = ProcessInfo.processInfo.environment["FILON_DRY_RUN_LEADS"].flatMap(Int.init) ?? 10_000

    @Test func aDryRunOverTenThousandLeadsPredictsWhatApplyingDoes() async throws {
        let many = Self.many
        let base = try await Base(leads: many)
        let history = try await base.scene.count("SELECT count(*) FROM score_history")
        let trial = UUID()
        _ = try await base.ask(.init(actor: "x", action: "dry-run", name: "tpe-pme-v2", trial: trial))
        let tally = try await base.tryOut(trial)
        #expect(tally.leads == many && tally.then.values.reduce(0, +) == many)
        #expect(try await base.bands() == tally.then)
        #expect(try await base.scene.count("SELECT count(*) FROM score_history") == history)
        #expect(tally.movers.count == 20 && tally.movers.allSatisfy { !$0.reasons.isEmpty && $0.move > 0 })
        #expect(tally.departments.values.reduce(0) { $0 + $1.leads } == many)
        #expect(tally.places.values.reduce(0) { $0 + $1.leads } == many)

        let then = try await base.standing()
        _ = try await base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        let news = try await base.workOff()
        let now = try await base.standing()
        #expect(news.count == tally.announced)
        #expect(try await base.bands() == tally.now)
        let moved = then.reduce(into: [String: Int]()) { moves, one in
            guard let band = now[one.key]?.band, band != one.value.band else { return }
            moves["\(one.value.band)>\(band)", default: 0] += 1
        }
        #expect(moved == tally.moves)
        for mover in tally.movers {
            #expect(
                now[mover.lead.rawValue]?.points == mover.pointsNow
                    && then[mover.lead.rawValue]?.points == mover.pointsThen
            )
        }
        await base.drop()
    }

    @Test func aLookAtAllGoesOnWhereItWasAndDoesNothingTwice() async throws {
        let base = try await Base(leads: 60)
        _ = try await base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        let work = BaseWork(rescore: base.scene.handlers.rescore, page: 20)
        // The first page is committed, the second one is cut off before its commit, as by a kill.
        let first = try await base.scene.pool.transaction { tx in try work.step(in: tx).events.count }
        await #expect(throws: Killed.self) {
            try await base.scene.pool.transaction { tx in
                _ = try work.step(in: tx)
                throw Killed()
            }
        }
        #expect(try await base.scene.count("SELECT looked FROM rescore_jobs") == 20)
        let rest = try await base.workOff(page: 20)
        #expect(first == 20 && rest.count == 40)
        #expect(try await base.scene.count("SELECT looked FROM rescore_jobs") == 60)
        #expect(try await base.scene.count("SELECT count(*) FROM rescore_jobs WHERE ended_at IS NULL") == 0)
        #expect(try await base.scene.count("SELECT max(version) FROM scores") == 2)
        // Again: everything is as it should be, and nobody hears anything.
        _ = try await base.ask(.init(actor: "x", action: "rescore"))
        #expect(try await base.workOff().isEmpty)
        #expect(try await base.scene.count("SELECT max(version) FROM scores") == 2)
        await base.drop()
    }

    /// More companies than are judged at a time, of which one has changed: it alone is locked, scored anew and announced.
    @Test func aLookThatIsAskedForTouchesWhatChangesAlone() async throws {
        let base = try await Base(leads: 450)
        try await base.scene.pool.transaction { tx in
            try tx.execute(
                """
                UPDATE scores SET fingerprint = 1, inputs_fingerprint = 1
                WHERE lead_id = (SELECT lead_id FROM scores ORDER BY company_id OFFSET 321 LIMIT 1)
                """
            )
            try RescoreJobStore.begin("request", at: Known.now, in: tx)
        }
        let start = try await base.scene.count("SELECT txid_snapshot_xmax(txid_current_snapshot())")
        let news = try await base.workOff()
        #expect(news.count == 1 && news.first?.version == 2)
        let locked = try await base.scene.pool.transaction { tx in
            try tx.query("SELECT count(*) FROM companies WHERE xmax::text::bigint >= $1", start).values(as: Int.self)
        }
        #expect(locked == [1])
        #expect(try await base.scene.count("SELECT looked FROM rescore_jobs") == 450)
        #expect(try await base.scene.count("SELECT changed FROM rescore_jobs") == 1)
        #expect(try await base.scene.count("SELECT count(*) FROM scores WHERE version = 2") == 1)
        await base.drop()
    }

    @Test func twoReplicasShareTheWorkAndDoubleNothing() async throws {
        let base = try await Base(leads: 200)
        _ = try await base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        async let one = base.workOff(page: 10)
        async let other = base.workOff(page: 10)
        let news = try await one + other
        // One of them may have found the row locked and gone home.
        let rest = try await base.workOff(page: 10)
        #expect(Set((news + rest).map(\.leadID)).count == 200 && news.count + rest.count == 200)
        await base.drop()
    }
}

private struct Killed: Error {}
