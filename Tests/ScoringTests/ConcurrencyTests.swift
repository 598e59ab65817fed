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
}
