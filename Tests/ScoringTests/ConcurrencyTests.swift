import Contracts
import Testing

@testable import Scoring

@Suite struct ConcurrencyTests {
    @Test func twoReplicasThatHearTheHalvesOfALeadScoreItOnce() async throws {
        let scene = try await Scene()
        for _ in 0..<25 {
            let subjects = try (0..<8).map { _ in try Subject() }

            async let leads = scene.hear(subjects.map { Heard($0.registered()) })
            async let facts = scene.hear(subjects.shuffled().map { Heard($0.enriched()) })
            async let contacts = scene.hear(subjects.shuffled().map { Heard($0.reachable()) })
            let events = try await leads + facts + contacts

            for subject in subjects {
                let own = events.filter { $0.leadID == subject.lead }.sorted { $0.version < $1.version }
                #expect(own.map(\.version) == Array(1...Int64(max(1, own.count))))
                #expect(own.last?.score.lines.first { $0.rule == "reachability" }?.points == 4)
            }
        }
        #expect(try await scene.count("SELECT count(*) FROM scores") == 200)
        await scene.drop()
    }

    /// The look at all leads could not see them: they were not there when it passed.
    @Test func leadsThatAreBeingMadeWhileRulesChangeAreScoredByTheNewOnesInTheEnd() async throws {
        let base = try await Base(leads: 10)
        async let made = makeLeads(in: base.scene)
        async let published = base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        async let lookedAt = base.workOff(page: 3)
        #expect(try await made == 120)
        _ = try await (published, lookedAt)
        _ = try await base.workOff(page: 3)
        #expect(try await base.scene.count("SELECT count(*) FROM scores") == 130)
        #expect(try await base.scene.count("SELECT count(*) FROM scores WHERE rule_set <> 'tpe-pme-v2'") == 0)
        await base.drop()
    }

    /// - Returns: how many.
    private func makeLeads(in scene: Scene) async throws -> Int {
        var leads: Set<LeadID> = []
        for _ in 0..<30 {
            let subjects = try (0..<4).map { _ in try Subject() }
            let events = try await scene.hear(subjects.flatMap { [Heard($0.registered()), Heard($0.enriched())] })
            leads.formUnion(events.map(\.leadID))
        }
        return leads.count
    }
}
