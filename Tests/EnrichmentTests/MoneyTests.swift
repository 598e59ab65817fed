import Contracts
import Foundation
import FrenchBusiness
import Postgres
import TestSupport
import Testing

@testable import Enrichment

/// Nothing is paid for twice, nothing beyond what was granted, and no company is lost for want of money.
@Suite struct MoneyTests {
    private static func paid(_ question: LocalProvider.Question) -> LocalProvider.Reply {
        .answer(
            """
            {"siren":"\(question.siren)","nom_entreprise":"X","finances":[{"annee":2025,"duree_exercice":12,\
            "date_de_cloture_exercice":"2025-12-31","chiffre_affaires":123456,"resultat":1000}]}
            """
        )
    }

    /// Free providers know the company and no turnover.
    private static func script(
        _ reply: @escaping @Sendable (LocalProvider.Question) -> LocalProvider.Reply
    ) -> LocalProvider.Script {
        { question in
            question.target.hasPrefix("/pappers") ? reply(question) : .company(question, turnover: [:])
        }
    }

    private func scene(
        timeout: Duration = .seconds(30),
        _ reply: @escaping @Sendable (LocalProvider.Question) -> LocalProvider.Reply
    ) async throws -> Scene {
        try await Scene(timeout: timeout, others: [ProviderName.pappers], Self.script(reply))
    }

    private func payments(_ scene: Scene) -> Int {
        scene.providers.questions.count { $0.target.hasPrefix("/pappers") }
    }

    private func publish(_ scene: Scene, perDay: Int = 1000, perCompany: Int = 50) async throws {
        let waterfall = """
            {"perCompanyCents":\(perCompany),"days":{},"steps":[
            {"provider":"recherche_entreprises","question":"by_siren","unless":[],"priceCents":0,"onlyWhenAsked":false,"mayBeMissed":false},
            {"provider":"pappers","question":"by_siren","unless":["current_turnover","confidential"],"priceCents":10,"perDayCents":\(perDay),"onlyWhenAsked":false,"mayBeMissed":true}]}
            """
        _ = try await scene.answer(
            to: WaterfallRequested(actor: "test", expected: 2, document: waterfall),
            by: PublishWaterfall()
        )
    }

    @Test func whatIsPaidForIsKeptWithItsPrice() async throws {
        try await scene { Self.paid($0) }.run { scene in
            let enriched = try #require(try await scene.registered("552032534").enriched.first)

            #expect(enriched.turnover.years.map(\.amountCents) == [12_345_600])
            #expect(enriched.turnover.years.map(\.source) == ["pappers"])
            let fact = try await scene.texts(
                "SELECT concat_ws(' ', period, value, unit, cost_cents) FROM facts WHERE field = 'turnover'"
            )
            #expect(fact == ["2025-12-31 12345600 eur_cents 10"])
            #expect(
                try await scene.texts("SELECT spent_cents::text FROM provider_state WHERE provider = 'pappers'") == [
                    "10"
                ]
            )
            _ = try await scene.registered("552032534")
            #expect(payments(scene) == 1)
        }
    }

    /// The connection ends after the question left: money may be gone, so nobody asks again but a person.
    @Test func anAnswerThatWasLostIsNotPaidForAgainByItself() async throws {
        let isBack = Flag()
        try await scene(timeout: .seconds(4)) { isBack.isSet ? Self.paid($0) : .hold }.run { scene in
            let company = CompanyID()
            let first = try #require(try await scene.registered("552032534", company: company).enriched.first)
            #expect(first.turnover.status == "not_filed")
            #expect(
                try await scene.texts("SELECT outcome FROM provider_calls WHERE provider = 'pappers'") == [
                    "perhaps_paid"
                ]
            )
            isBack.set()
            scene.time.advance(by: 8 * 86_400)

            _ = try await scene.registered("552032534")
            #expect(payments(scene) == 1, "not by itself")

            let asked = try #require(try await scene.requested(company).enriched.first)
            #expect(asked.turnover.years.map(\.amountCents) == [12_345_600])
            #expect(payments(scene) == 2)
        }
    }

    /// The process that paid is gone: its row still says so.
    @Test func aCallOfAProcessThatDiedCountsAsPaid() async throws {
        try await scene { Self.paid($0) }.run { scene in
            try await scene.pool.transaction { [now = scene.time.now] tx in
                try tx.execute(
                    """
                    INSERT INTO provider_calls (id, provider, siren, operation, at, outcome, duration_ms, cost_cents)
                    VALUES ($1, 'pappers', '552032534', 'by_siren', $2, 'sent', 0, 10)
                    """,
                    UUIDv7.make(),
                    now.addingTimeInterval(-300)
                )
            }

            let enriched = try #require(try await scene.registered("552032534").enriched.first)

            #expect(enriched.turnover.status == "not_filed", "the company is not lost")
            #expect(payments(scene) == 0)
            #expect(
                try await scene.texts("SELECT outcome FROM provider_calls WHERE provider = 'pappers'") == [
                    "perhaps_paid"
                ]
            )
        }
    }

    @Test func twoLookUpsAtOncePayOnce() async throws {
        try await scene { Self.paid($0) }.run { scene in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for attempt in 1...3 {
                            do {
                                _ = try await scene.registered("552032534", attempt: attempt)
                                return
                            } catch let error as ProviderError {
                                // Another one is paying; its answer is kept when this is tried again.
                                #expect(error.reason == .underway)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(payments(scene) == 1)
        }
    }

    @Test func whatWasNotChargedIsGivenBack() async throws {
        let isBack = Flag()
        try await scene { isBack.isSet ? Self.paid($0) : .answer("", status: 503) }.run { scene in
            let company = CompanyID()
            _ = try await scene.registered("552032534", company: company)
            #expect(
                try await scene.texts("SELECT spent_cents::text FROM provider_state WHERE provider = 'pappers'") == [
                    "0"
                ]
            )
            isBack.set()
            scene.time.advance(by: 2 * 3600)
            let later = try #require(try await scene.registered("552032534").enriched.first)
            #expect(later.turnover.status == "known")
        }
    }

    @Test func aDaysBudgetThatIsSpentIsAnnouncedOnceAndLosesNobody() async throws {
        try await scene { Self.paid($0) }.run { scene in
            try await publish(scene, perDay: 10)
            let first = try await scene.registered("552032534")
            let second = try await scene.registered("356000000")
            let third = try await scene.registered("839517323")

            #expect(first.enriched.first?.turnover.status == "known")
            #expect([second, third].allSatisfy { $0.enriched.first?.turnover.status == "not_filed" })
            let alarms = (first + second + third).compactMap { $0 as? BudgetExhausted }
            #expect(alarms.map(\.provider) == ["pappers"] && alarms.first?.scope == "day" && alarms.first?.until != nil)
            #expect(payments(scene) == 1)
            let waiting = try await scene.texts(
                """
                SELECT concat_ws(' ', step ->> 'reason', (step ->> 'again' IS NOT NULL)::text)
                FROM dossiers, jsonb_array_elements(body -> 'kept' -> 'trail') AS step
                WHERE siren = '356000000' AND step ->> 'outcome' = 'budget'
                """
            )
            #expect(waiting == ["day_budget true"], "looked at again when there is money")
        }
    }

    @Test func aCompanyCostsNoMoreThanItMay() async throws {
        try await scene { Self.paid($0) }.run { scene in
            try await publish(scene, perCompany: 9)
            _ = try await scene.registered("552032534")
            #expect(payments(scene) == 0)
            let trail = try await scene.texts("SELECT body -> 'kept' -> 'trail' -> 1 ->> 'reason' FROM dossiers")
            #expect(trail == ["company_budget"])
        }
    }

    @Test(arguments: [
        ("Vous n'avez plus assez de crédits pour effectuer cette requête", "no_credits"),
        ("Clé API incorrecte.", "bad_key"),
    ])
    func whoHasNoCreditsRestsAndTheOthersGoOn(sentence: String, reason: String) async throws {
        let body = "{\"statusCode\":401,\"error\":\"\(sentence)\"}"
        try await scene { _ in .answer(body, status: 401) }.run { scene in
            let events = try await scene.registered("552032534") + scene.registered("356000000")

            #expect(events.enriched.count == 2)
            #expect(payments(scene) == 1, "the provider rests")
            #expect(events.compactMap { $0 as? BudgetExhausted }.map(\.scope) == ["credits"])
            #expect(
                try await scene.texts("SELECT rest_reason FROM provider_state WHERE provider = 'pappers'") == [reason]
            )
        }
    }

    @Test func aProviderThatIsSwitchedOffIsNotAsked() async throws {
        try await scene { Self.paid($0) }.run { scene in
            try await scene.pool.transaction { tx in try ProviderHealthStore.stop(ProviderName.pappers, in: tx) }
            _ = try await scene.registered("552032534")
            #expect(payments(scene) == 0)
            try await scene.pool.transaction { tx in try ProviderHealthStore.start(ProviderName.pappers, in: tx) }
            _ = try await scene.registered("356000000")
            #expect(payments(scene) == 1)
        }
    }
}
