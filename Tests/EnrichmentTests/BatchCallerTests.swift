import Foundation
import FrenchBusiness
import Testing

@testable import Enrichment

@Suite struct BatchCallerTests {
    /// A limit in calls is none in companies: who asks while the provider's turn is waited for goes along.
    @Test func questionsThatWaitGoAsOne() async throws {
        try await Scene { _ in .answer(#"{"total_count":0,"results":[]}"#) }.run { scene in
            let terms = ProviderTerms(name: ProviderName.bodacc, calls: 5, period: 1, breaker: .seconds(300))
            let metrics = EnrichmentMetrics()
            let batch = BatchCaller(
                Bodacc(baseURL: scene.providers.url),
                terms,
                RatePacer(terms, database: scene.pool, metrics: metrics),
                http: scene.http,
                ledger: Ledger(terms: terms, database: scene.pool, metrics: metrics),
                timeout: .seconds(5),
                now: { Date() }
            )
            let sirens = try (0..<100).map { try #require(SIREN(String(810_000_000 + $0))) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for siren in sirens { group.addTask { _ = try await batch.body(about: siren) } }
                try await group.waitForAll()
            }
            let calls = scene.providers.questions.count
            #expect((10...20).contains(calls), "ten companies a call: \(calls)")
        }
    }
}
