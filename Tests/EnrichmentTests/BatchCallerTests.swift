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
                RatePacer(terms, database: scene.pool, metrics: metrics),
                FreeCaller(
                    ledger: Ledger(
                        terms: terms,
                        database: scene.pool,
                        metrics: metrics,
                        answers: Answers(database: scene.pool)
                    ),
                    http: scene.http,
                    timeout: .seconds(30),
                    now: { Date() }
                )
            )
            let sirens = try (0..<100).map { try #require(SIREN(String(810_000_000 + $0))) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for siren in sirens { group.addTask { _ = try await batch.body(about: siren) } }
                try await group.waitForAll()
            }
            let calls = scene.providers.questions.count
            // Where they come slowly, not every call is full.
            #expect((10...40).contains(calls), "ten companies a call: \(calls)")
        }
    }

    /// An answer that is none is not a part of one: nobody asks again in halves, and after five the breaker is open.
    @Test func anErrorPageIsAFailureAndNoPartOfAnAnswer() async throws {
        let script: LocalProvider.Script = { question in
            question.target.contains("annonces-commerciales") ? .answer("<html>Erreur</html>") : .company(question)
        }
        try await Scene(others: [ProviderName.bodacc], script).run { scene in
            for index in 0..<8 { _ = try await scene.registered(String(810_000_000 + index)) }

            let asked = scene.providers.questions.count { $0.target.contains("annonces-commerciales") }
            #expect(asked == 5)
            let outcomes = try await scene.texts(
                "SELECT DISTINCT outcome FROM provider_calls WHERE provider = 'bodacc'"
            )
            #expect(outcomes == ["failed"])
            let reasons = try await scene.texts(
                """
                SELECT DISTINCT t ->> 'reason' FROM dossiers, jsonb_array_elements(body -> 'kept' -> 'trail') AS t
                WHERE t ->> 'provider' = 'bodacc' ORDER BY 1
                """
            )
            #expect(reasons == ["breaker_open", "unreadable"])
        }
    }
}
