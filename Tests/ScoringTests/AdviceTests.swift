import Contracts
import Foundation
import FrenchBusiness
import Postgres
import TestSupport
import Testing

@testable import Scoring

/// What is advised as events come and days pass, on a real database.
@Suite struct AdviceTests {
    @Test func adviceFollowsWhatIsHeard() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear(subject.registered())
        #expect(try await scene.advised(subject) == nil, "nothing is advised before there are facts")
        try await scene.hear(subject.enriched())
        #expect(try await scene.advised(subject) == "find_number unreachable")
        try await scene.hear(subject.reachable())
        #expect(try await scene.advised(subject) == "call first_contact")

        try await scene.hear(subject.activity(3, "call", outcome: "no_answer"))
        #expect(try await scene.advised(subject) == "call unanswered")
        try await scene.hear(subject.activity(1, "call", outcome: "reached"))
        #expect(try await scene.advised(subject) == "wait talked 2026-11-27")
        try await scene.hear(
            ObjectionRecorded(scope: "company", companyID: subject.company, source: "test", at: Known.now)
        )
        #expect(try await scene.advised(subject) == "drop excluded")
        await scene.drop()
    }

    /// Whatever the order of arrival, the same advice stands.
    @Test(arguments: 0..<4)
    func theOrderOfArrivalChangesNothing(_ turn: Int) async throws {
        let scene = try await Scene(function: "advice\(turn)")
        let subject = try Subject()
        let events: [any Event] = [
            subject.registered(phone: true), subject.enriched(), subject.activity(9, "call", outcome: "no_answer"),
            subject.activity(5, "call", outcome: "callback"), subject.activity(4, "call", outcome: "voicemail"),
        ]
        for index in events.indices { try await scene.hear([Heard(any: events[(index + turn) % events.count])]) }
        for event in events { try await scene.hear([Heard(any: event)]) }
        #expect(try await scene.advised(subject) == "call unanswered")
        let french = try await scene.texts("SELECT french FROM advice")
        #expect(french == ["1\u{A0}appel sans réponse, le dernier le 19/11/2026"])
        await scene.drop()
    }

    @Test func aDealChangesTheAdviceAtOnce() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        let deal = Deal(subject, at: Known.ago(1))
        try await scene.follow([deal.created()])
        #expect(try await scene.advised(subject) == "wait deal_open 2026-11-26")
        try await scene.follow([deal.won(version: 2)])
        #expect(try await scene.advised(subject) == "wait deal_won")
        await scene.drop()
    }

    @Test func theListsNextStepIsKept() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        var registered = subject.registered(phone: true)
        registered.nextStepOn = Known.day(2026, 11, 26)
        try await scene.hear([Heard(registered), Heard(subject.enriched())])
        #expect(try await scene.advised(subject) == "wait planned 2026-11-26")
        await scene.drop()
    }

    @Test func aDealsNextStepIsKeptAndALateWordOfItIsNot() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        let deal = Deal(subject)
        let step = Known.day(2026, 12, 4)
        try await scene.follow([deal.created(), deal.updated(version: 3, step: step), deal.updated(version: 2)])
        #expect(try await scene.advised(subject) == "wait planned 2026-12-04")
        try await scene.follow([deal.updated(version: 4)])
        let advised = try await scene.advised(subject)
        #expect(advised == "wait deal_open 2026-11-26")
        await scene.drop()
    }

    /// The nightly look turns a wait into a call when its day has come, and writes nothing where nothing changes.
    @Test func daysPass() async throws {
        let scene = try await Scene()
        try await BaseWork(rescore: scene.handlers.rescore).ship(scene.pool)
        let subject = try Subject(), quiet = try Subject(department: "autre")
        try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        try await scene.hear([Heard(quiet.registered(phone: true)), Heard(quiet.enriched())])
        try await scene.hear(subject.activity(0, "call", outcome: "no_answer"))
        #expect(try await scene.advised(subject) == "wait unanswered 2026-11-24")
        let before = try await scene.texts("SELECT xmin::text FROM advice ORDER BY department_id")

        for days in 1...2 {
            let later = Known.now.addingTimeInterval(Double(days) * 86_400)
            let work = BaseWork(rescore: Rescore(zone: .paris, now: { later }))
            try await scene.pool.transaction { tx in try RescoreJobStore.begin("decay", at: later, in: tx) }
            while try await scene.pool.transaction({ tx in try work.step(in: tx).progress }) == .worked {}
            #expect(try await scene.advised(subject) == "call unanswered")
        }
        let after = try await scene.texts("SELECT xmin::text FROM advice ORDER BY department_id")
        #expect(before[0] == after[0], "the other lead's advice was not written again")
        #expect(before[1] != after[1])
        await scene.drop()
    }

    @Test func mergedLeadsAreAdvisedOnce() async throws {
        let scene = try await Scene()
        let kept = try Subject(), gone = try Subject()
        for subject in [kept, gone] {
            try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        }
        try await scene.hear(CompanyMerged(companyID: kept.company, mergedID: gone.company, version: 2))
        #expect(try await scene.advised(kept) == "call first_contact")
        #expect(try await scene.advised(gone) == "drop excluded")
        await scene.drop()
    }

    /// The law limits calls of the house; the wall keeps the other department's words and days apart.
    @Test func callsToAPersonalMobileCountOverAllDepartments() async throws {
        let scene = try await Scene()
        let north = try Subject(department: "nord"), south = try Subject(department: "sud")
        try await scene.hear([
            Heard(north.registered()), Heard(south.registered(company: north.company)), Heard(north.enriched()),
            Heard(north.reachable(personal: true)),
            Heard(
                ContactRegistered(
                    contactID: south.contact,
                    companyID: north.company,
                    department: south.department,
                    hasPhone: true,
                    hasEmail: false,
                    isPersonalNumber: true
                )
            ),
        ])
        #expect(try await scene.advised(south) == "call first_contact")
        for day in [12, 8, 4, 1] as [UInt8] {
            try await scene.hear(north.activity(day, "call", outcome: "no_answer"))
        }
        #expect(try await scene.advised(south) == "wait call_limit 2026-12-11")
        #expect(try await scene.advised(north) == "wait unanswered 2026-11-27")
        let words = try await scene.texts("SELECT french FROM advice WHERE department_id = 'sud'")
        #expect(words.count == 1 && !words[0].contains("2026"))
        await scene.drop()
    }

    @Test func eachDepartmentReadsItsOwn() async throws {
        let scene = try await Scene()
        let north = try Subject(department: "nord"), south = try Subject(department: "sud")
        for subject in [north, south] {
            try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        }
        try await scene.callOften("nord", reachedOf: 20, at: "2026-11-17T09:30:00Z")
        try await scene.count(at: Known.now)
        let reader = PostgresPool(scene.database.config(role: "filon_console"), size: 1)
        let seen = try await reader.transaction { tx in
            try tx.execute("SELECT set_config('filon.departments', 'nord', true)")
            return try tx.query(
                """
                SELECT department_id || ' ' || count(*) FROM (
                    SELECT department_id FROM scoring.v_advice UNION ALL SELECT department_id FROM scoring.v_call_hours
                    UNION ALL SELECT department_id FROM scoring.v_playbooks) AS t GROUP BY department_id
                """
            ).values(as: String.self)
        }
        #expect(seen == ["nord 2"])
        let unset = try await reader.transaction { tx in
            try tx.query("SELECT count(*) FROM scoring.v_advice").values(as: Int.self)
        }
        #expect(unset == [0])
        await reader.close()
        await scene.drop()
    }
}
