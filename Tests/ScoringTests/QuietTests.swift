import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Testing

@testable import Scoring

/// A night reads the companies that time may have changed, and leaves nothing out.
@Suite struct QuietTests {
    /// Looks at what a night looks at, `days` later.
    /// - Returns: leads looked at, and scores that look different.
    @discardableResult
    private func look(_ reason: String, _ scene: Scene, after days: Int = 0, page: Int = 7) async throws -> (
        looked: Int, changed: Int
    ) {
        let moment = Known.now.addingTimeInterval(Double(days) * 86_400)
        let work = BaseWork(rescore: Rescore(zone: .paris, now: { moment }), page: page)
        try await scene.pool.transaction { tx in try RescoreJobStore.begin(reason, at: moment, in: tx) }
        var isBusy = true
        while isBusy {
            isBusy = try await scene.pool.transaction { tx in
                let (progress, _) = try work.step(in: tx)
                try tx.execute("DELETE FROM outbox")
                return progress == .worked
            }
        }
        return try await scene.pool.transaction { tx in
            try tx.query("SELECT looked, changed FROM rescore_jobs ORDER BY started_at DESC, id DESC LIMIT 1").map {
                try $0.decode(Int.self, Int.self)
            }.first ?? (-1, -1)
        }
    }

    /// All that people see.
    private func picture(_ scene: Scene) async throws -> [String] {
        try await scene.pool.transaction { tx in
            try tx.query(
                """
                SELECT concat_ws(' ', s.lead_id, s.version, s.fingerprint, s.inputs_fingerprint, a.fingerprint)
                FROM scores AS s LEFT JOIN advice AS a USING (lead_id) ORDER BY s.lead_id
                """
            ).values(as: String.self)
        }
    }

    /// Six weeks, night by night: a look at every lead then finds nothing that a night has left out.
    @Test func nightsThatReadLittleMissNothing() async throws {
        let base = try await Base(leads: 120)
        let scene = base.scene
        _ = try await base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        _ = try await base.workOff()
        #expect(try await look("decay", scene).looked == 0, "the look by the rules has seen ahead")
        var (looked, changed) = (0, 0)
        for night in 1...42 {
            let found = try await look("decay", scene, after: night)
            looked += found.looked
            changed += found.changed
            guard night.isMultiple(of: 3) else { continue }
            let before = try await picture(scene)
            #expect(try await look("request", scene, after: night) == (120, 0))
            #expect(try await picture(scene) == before)
        }
        #expect(changed > 20, "\(changed) scores looked different in six weeks")
        #expect(looked < 42 * 120 / 5, "\(looked) looks where there could have been \(42 * 120)")
        await base.drop()
    }

    @Test func whateverIsHeardOfACompanyEndsItsQuiet() async throws {
        let scene = try await Scene()
        try await BaseWork(rescore: scene.handlers.rescore).ship(scene.pool)
        let subject = try Subject(), other = try Subject(department: "autre")
        for one in [subject, other] {
            try await scene.hear([Heard(one.registered(phone: true)), Heard(one.enriched())])
        }
        let deal = Deal(subject)
        let events: [any Event] = [
            subject.activity(0, "note"), subject.registered(version: 2, phone: true), deal.created(),
            deal.updated(version: 2, step: Known.today.adding(days: 3)),
        ]
        for event in events {
            try await look("decay", scene)
            #expect(try await look("decay", scene).looked == 0)
            if event is any DealEvent { try await scene.follow([event]) } else { try await scene.hear([Heard(event)]) }
            let left = try await scene.pool.transaction { tx in
                try tx.query("SELECT company_id FROM quiet_companies").values(as: UUID.self)
            }
            #expect(left == [other.company.rawValue], "\(type(of: event).type)")
            #expect(try await look("decay", scene).looked == 1)
        }
        // The deal's step is on its day what to do, and nothing was heard meanwhile.
        #expect(try await scene.advised(subject) == "wait planned 2026-11-26")
        try await look("decay", scene, after: 2)
        #expect(try await scene.advised(subject) == "wait planned 2026-11-26")
        try await look("decay", scene, after: 3)
        #expect(try await scene.advised(subject) == "call planned")
        await scene.drop()
    }

    @Test func aMergerEndsTheQuietOfTheOneThatRemains() async throws {
        let scene = try await Scene()
        try await BaseWork(rescore: scene.handlers.rescore).ship(scene.pool)
        let kept = try Subject(), gone = try Subject()
        for one in [kept, gone] { try await scene.hear([Heard(one.registered(phone: true)), Heard(one.enriched())]) }
        try await look("decay", scene)
        try await scene.hear(CompanyMerged(companyID: kept.company, mergedID: gone.company, version: 2))
        #expect(try await scene.count("SELECT count(*) FROM quiet_companies") == 0)
        #expect(try await look("decay", scene).looked == 2)
        try await look("decay", scene)
        try await scene.hear([Heard(gone.activity(0, "note"))])
        #expect(try await scene.count("SELECT count(*) FROM quiet_companies") == 0, "said of the part, meant for all")
        await scene.drop()
    }

    /// By other rules nobody knows how long a score stays, until every lead was looked at by them.
    @Test func quietCountsByTheRulesItWasFoundBy() async throws {
        let base = try await Base(leads: 12)
        #expect(try await look("decay", base.scene).looked == 12)
        #expect(try await look("decay", base.scene).looked == 0)
        _ = try await base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        #expect(try await look("decay", base.scene).looked == 12, "in place of the look that was open")
        #expect(try await look("decay", base.scene).looked == 0)
        _ = try await base.ask(.init(actor: "x", action: "rollback", expected: 2))
        #expect(try await base.workOff().isEmpty == false)
        #expect(try await look("decay", base.scene).looked == 0)
        await base.drop()
    }

    /// Another build, somebody who has mended rows by hand, and another zone.
    @Test func whoIsInDoubtLooksAtAll() async throws {
        let base = try await Base(leads: 12)
        try await look("decay", base.scene)
        #expect(try await look("decay", base.scene).looked == 0)
        try await BaseWork(rescore: base.scene.handlers.rescore).ship(base.scene.pool)
        #expect(try await look("decay", base.scene).looked == 12, "as after a start")
        _ = try await base.ask(.init(actor: "x", action: "rescore"))
        _ = try await base.workOff()
        #expect(try await look("decay", base.scene).looked == 12)
        let atSea = BaseWork(rescore: Rescore(zone: .gmt, now: { Known.now }))
        try await base.scene.pool.transaction { tx in
            try RescoreJobStore.begin("decay", at: Known.now, in: tx)
            _ = try atSea.step(in: tx)
        }
        #expect(try await base.scene.count("SELECT looked FROM rescore_jobs WHERE ended_at IS NULL") == 12)
        await base.drop()
    }

    @Test func aNightLeavesALookThatIsOpenAlone() async throws {
        let scene = try await Scene()
        for reason in ["rules", "decay"] {
            try await scene.pool.transaction { tx in
                if reason == "rules" { try RescoreJobStore.begin(reason, at: Known.now, in: tx) }
                try RescoreJobStore.beginNight(at: Known.now, in: tx)
            }
            let open = try await scene.pool.transaction { tx in
                try tx.query("SELECT reason FROM rescore_jobs WHERE ended_at IS NULL").values(as: String.self)
            }
            #expect(open == [reason])
            try await look("rules", scene)
        }
        await scene.drop()
    }

    /// More companies than one statement passes by, of which few are due; and one without a lead.
    @Test func aFewAreFoundAmongMany() async throws {
        let base = try await Base(leads: 150)
        try await base.scene.hear(try Subject().enriched())
        try await look("decay", base.scene, page: 1000)
        #expect(try await base.scene.count("SELECT count(*) FROM quiet_companies") == 151)
        let ids = try await base.scene.pool.transaction { tx in
            try tx.query("SELECT company_id FROM quiet_companies ORDER BY company_id").values(as: UUID.self)
        }
        let due = [ids[0], ids[60], ids[61], ids[149]]
        try await base.scene.pool.transaction { tx in
            try tx.execute("UPDATE quiet_companies SET until = date '2026-11-23' WHERE company_id = ANY($1)", due)
        }
        let leads = try await base.scene.pool.transaction { tx in
            try tx.query("SELECT count(*) FROM leads WHERE company_id = ANY($1)", due).values(as: Int.self).first
        }
        #expect(try await look("decay", base.scene, page: 1).looked == leads)
        #expect(try await look("decay", base.scene, page: 1).looked == 0)
        await base.drop()
    }
}
