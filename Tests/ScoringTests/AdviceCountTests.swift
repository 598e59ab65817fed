import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Testing

@testable import Scoring

/// What is counted over all of a department's activities, on a real database.
@Suite struct AdviceCountTests {
    /// Half past ten in Paris is another hour of UTC in winter and in summer.
    @Test func hoursAreThoseOfParis() async throws {
        let scene = try await Scene()
        try await scene.callOften("nord", reachedOf: 2, at: "2026-03-27T09:30:00Z")
        try await scene.callOften("nord", reachedOf: 3, at: "2026-04-03T08:30:00Z")
        // On 25 October the clock strikes two twice; on 29 March never.
        try await scene.callOften("sud", reachedOf: 1, at: "2026-10-25T00:30:00Z")
        try await scene.callOften("sud", reachedOf: 1, at: "2026-10-25T01:30:00Z")
        try await scene.callOften("sud", reachedOf: 1, at: "2026-03-29T01:00:00Z")
        try await scene.count(at: Known.now)
        let counted = try await scene.texts(
            "SELECT concat_ws(' ', department_id, weekday, hour, tried, reached) FROM call_hours ORDER BY 1"
        )
        #expect(counted == ["nord 5 10 5 3", "sud 7 2 2 2", "sud 7 3 1 1"])
        await scene.drop()
    }

    @Test func lateAndRepeatedCallsCountOnceAndErasedOnesNoMore() async throws {
        let scene = try await Scene()
        let kept = try Subject(), erased = try Subject()
        for subject in [kept, erased] {
            try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        }
        let calls = (1...4).map { kept.activity(UInt8($0), "call", outcome: "reached") }
        let others = (1...4).map { erased.activity(UInt8($0), "call", outcome: "no_answer") }
        for _ in 0..<2 { try await scene.hear((calls + others).map { Heard($0) }) }
        try await scene.count(at: Known.now)
        #expect(try await scene.texts("SELECT sum(tried) || ' ' || sum(reached) FROM call_hours") == ["8 4"])
        let before = try await scene.texts("SELECT xmin::text FROM call_hours ORDER BY weekday, hour")
        try await scene.count(at: Known.now)
        #expect(try await scene.texts("SELECT xmin::text FROM call_hours ORDER BY weekday, hour") == before)

        try await scene.hear(CompanyWithdrawn(companyID: erased.company, reason: "erased", version: 2))
        try await scene.hear(others.map { Heard($0) })
        try await scene.count(at: Known.now)
        #expect(try await scene.texts("SELECT sum(tried) || ' ' || sum(reached) FROM call_hours") == ["4 4"])
        // A year later nothing is left.
        try await scene.count(at: Known.now.addingTimeInterval(366 * 86_400))
        #expect(try await scene.count("SELECT count(*) FROM call_hours") == 0)
        #expect(try await scene.count("SELECT count(*) FROM call_windows") == 0)
        await scene.drop()
    }

    @Test func notesInboundCallsAndWrongNumbersSayNothingOfTheHour() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([
            Heard(subject.activity(1, "call", outcome: "wrong_number")),
            Heard(subject.activity(2, "call", outcome: "reached", inbound: true)),
            Heard(subject.activity(3, "note")), Heard(subject.activity(4, "email")),
        ])
        try await scene.count(at: Known.now)
        #expect(try await scene.count("SELECT count(*) FROM call_hours") == 0)
        await scene.drop()
    }

    /// Nord answers on Tuesdays from ten to twelve; sud has too few calls to know.
    @Test func theBestHourIsTheDepartmentsOwn() async throws {
        let scene = try await Scene()
        for day in 16...20 {
            for hour in [8, 10, 13, 15] {
                let time = "2026-11-\(day)T\(hour < 10 ? "0" : "")\(hour):15:00Z"
                try await scene.callOften("nord", reached: day == 17 && hour == 10 ? 9 : 2, of: 12, at: time)
            }
        }
        try await scene.callOften("sud", reachedOf: 20, at: "2026-11-17T10:15:00Z")
        let north = try Subject(department: "nord"), south = try Subject(department: "sud")
        for subject in [north, south] {
            try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        }
        try await scene.count(at: Known.now)
        let said = try await scene.texts(
            """
            SELECT concat_ws(' ', w.department_id, w.verdict, w.weekday, w.from_hour, w.to_hour, w.tried, w.reached,
                w.all_tried, w.all_reached)
            FROM call_windows AS w WHERE w.hours = 'office' ORDER BY 1
            """
        )
        #expect(said == ["nord best 2 10 12 12 9 240 47", "sud not_enough 20 10"])
        await scene.drop()
    }

    /// Of contacts with the playbook half come to a meeting, of the others one in ten.
    @Test func aPlaybookIsComparedWithLikeContacts() async throws {
        let scene = try await Scene()
        try await scene.contact("nord", playbook: "Facture 2026", leads: 60, good: 30, daysAgo: 60)
        try await scene.contact("nord", playbook: "facture 2026", leads: 20, good: 10, daysAgo: 61)
        try await scene.contact("nord", playbook: nil, leads: 100, good: 10, daysAgo: 60)
        // Too young to be judged; and another department's.
        try await scene.contact("nord", playbook: "Nouveau", leads: 50, good: 0, daysAgo: 10)
        try await scene.contact("sud", playbook: nil, leads: 100, good: 90, daysAgo: 60)
        try await scene.compare(at: Known.now)
        let judged = try await scene.texts(
            """
            SELECT concat_ws(' ', department_id, kind, name, verdict, is_best, with_contacts, with_good,
                without_contacts, without_good, uplift_basis_points, low_basis_points > 0)
            FROM playbooks ORDER BY name
            """
        )
        #expect(
            judged == [
                "nord call Facture 2026 better t 80 40 100 10 4000 t", "nord call Nouveau not_enough f 0 0 180 50",
            ]
        )
        let subject = try Subject(department: "nord")
        try await scene.hear([Heard(subject.registered(phone: true)), Heard(subject.enriched())])
        let advised = try await scene.reading("nord") { tx in
            try tx.query(
                """
                SELECT concat_ws(' ', action, hour_verdict, playbook_verdict, playbook, uplift_basis_points)
                FROM scoring.v_advice WHERE lead_id = $1
                """,
                subject.lead.rawValue
            ).values(as: String.self)
        }
        #expect(advised == ["call not_enough better Facture 2026 4000"])

        // Erased companies teach nothing any more.
        try await scene.pool.transaction { tx in try tx.execute("DELETE FROM activities WHERE playbook IS NOT NULL") }
        try await scene.compare(at: Known.now)
        #expect(try await scene.count("SELECT count(*) FROM playbooks") == 0)
        await scene.drop()
    }

    /// A lead that is called ten times counts twice at most, and a call that nobody answered not at all.
    @Test func whoIsCalledOftenDoesNotCountMore() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        var calls = (40...49).map { day -> ActivityLogged in
            var call = subject.activity(UInt8(day), "call", outcome: "reached")
            call.playbook = " Relance "
            return call
        }
        calls += (50...55).map { subject.activity(UInt8($0), "call", outcome: "no_answer") }
        try await scene.hear(calls.map { Heard($0) })
        try await scene.compare(at: Known.now)
        #expect(try await scene.texts("SELECT name || ' ' || with_contacts FROM playbooks") == ["Relance 2"])
        await scene.drop()
    }
}
