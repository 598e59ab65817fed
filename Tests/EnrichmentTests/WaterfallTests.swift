import Contracts
import Foundation
import FrenchBusiness
import Postgres
import TestSupport
import Testing

@testable import Enrichment

@Suite struct WaterfallTests {
    @Test func theShippedWaterfallIsReadAndCanBePublished() async throws {
        try await Scene().run { scene in
            let waterfall = try await scene.pool.transaction { tx in try WaterfallStore.current(in: tx) }

            #expect(waterfall.version == 2 && waterfall.objection == nil)
            #expect(waterfall.steps.first?.provider == ProviderName.rechercheEntreprises)
            #expect(Set(waterfall.steps.map(\.provider)) == ProviderName.all)
            // Whatever costs money stops where the law hides the figure or a better source knows it.
            for step in waterfall.steps where step.priceCents > 0 && !step.onlyWhenAsked {
                #expect(
                    Set(step.unless).isSuperset(of: [.confidential, .currentTurnover, .soleTrader, .excluded, .ended])
                )
            }
            #expect(
                !waterfall.steps.contains {
                    $0.provider == ProviderName.openCorporates && !$0.unless.contains(.registered)
                }
            )
        }
    }

    @Test(arguments: [
        (#"{"perCompanyCents":50,"days":{},"steps":[]}"#, "invalid"),
        (#"{"perCompanyCents":-1,"days":{},"steps":[STEP]}"#, "invalid"),
        (#"{"perCompanyCents":50,"days":{"identity":0},"steps":[STEP]}"#, "invalid"),
        (#"{"perCompanyCents":50,"days":{"moon":3},"steps":[STEP]}"#, "invalid"),
        (#"{"perCompanyCents":50,"days":{},"steps":[STEP,STEP]}"#, "invalid"),
        (
            #"{"perCompanyCents":50,"days":{},"steps":[{"provider":"x","question":"by_siren","unless":[],"priceCents":0,"onlyWhenAsked":false,"mayBeMissed":false}]}"#,
            "invalid"
        ),
        (
            #"{"perCompanyCents":50,"days":{},"steps":[{"provider":"pappers","question":"by_siren","unless":["full_moon"],"priceCents":0,"onlyWhenAsked":false,"mayBeMissed":false}]}"#,
            "unreadable"
        ),
        (
            #"{"perCompanyCents":50,"days":{},"steps":[{"provider":"pappers","question":"by_siren","unless":[],"priceCents":5,"onlyWhenAsked":false,"mayBeMissed":false}]}"#,
            "invalid"
        ),
        ("[", "unreadable"),
    ])
    func aWaterfallThatMakesNoSenseIsRefused(document: String, code: String) async throws {
        let step =
            #"{"provider":"sirene","question":"by_siren","unless":[],"priceCents":0,"onlyWhenAsked":false,"mayBeMissed":true}"#
        let text = document.replacingOccurrences(of: "STEP", with: step)
        try await Scene().run { scene in
            let answer = try await scene.answer(
                to: WaterfallRequested(actor: "test", expected: 2, document: text),
                by: PublishWaterfall()
            )
            let refusal = try #require(answer.first as? RequestRefused)
            #expect(refusal.code == code)
        }
    }

    @Test func whoIsSlowerDoesNotOverwrite() async throws {
        try await Scene().run { scene in
            let document =
                #"{"perCompanyCents":7,"days":{"identity":3},"steps":[{"provider":"recherche_entreprises","question":"by_siren","unless":[],"priceCents":0,"onlyWhenAsked":false,"mayBeMissed":false}]}"#
            let request = WaterfallRequested(actor: "test", expected: 2, document: document)

            let first = try await scene.answer(to: request, by: PublishWaterfall())
            let second = try await scene.answer(to: request, by: PublishWaterfall())

            #expect(first.first is RequestDone)
            #expect((second.first as? RequestRefused)?.code == "outdated")
            // The next look follows it: the other provider is asked no more, and facts are believed for three days.
            let enriched = try #require(try await scene.registered("552032534").enriched.first)
            #expect(enriched.sources == ["recherche_entreprises"])
            let valid = try await scene.texts("SELECT (valid_until - fetched_at)::text FROM cached_replies")
            #expect(valid == ["3 days"])
        }
    }

    // MARK: Rules

    private func known(
        _ change: (inout Dossier) -> Void = { _ in },
        years: [AccountingYear] = [],
        today: String = "2026-11-26"
    ) throws -> Known {
        let siren = try #require(SIREN("552032534"))
        var dossier = Dossier(siren: siren, at: .distantPast)
        change(&dossier)
        return Known(dossier: dossier, years: years, today: try #require(CivilDate(parsing: today)))
    }

    private func year(_ closing: String, _ amount: Int64?) throws -> AccountingYear {
        AccountingYear(
            closingDate: try #require(CivilDate(parsing: closing)),
            kind: .social,
            source: ProviderName.ratiosInpiBce,
            months: 12,
            amountCents: amount,
            status: amount == nil ? .confidential : .known,
            fetchedAt: .distantPast
        )
    }

    private func deposit(_ closing: String, _ hidden: Deposit.Hidden, filed: String) -> Deposit {
        Deposit(
            closingDate: CivilDate(parsing: closing),
            filedOn: CivilDate(parsing: filed),
            hidden: hidden
        )
    }

    @Test func turnoverIsCurrentUntilTheNextAccountsAreDueOrFiled() throws {
        let filed = [try year("2025-06-30", 100)]
        #expect(StopRule.currentTurnover.holds(for: try known(years: filed, today: "2027-02-27")))
        #expect(!StopRule.currentTurnover.holds(for: try known(years: filed, today: "2027-02-28")))
        let next = deposit("2026-06-30", .nothing, filed: "2026-11-01")
        #expect(!StopRule.currentTurnover.holds(for: try known({ $0.record.deposits = [next] }, years: filed)))
        #expect(!StopRule.currentTurnover.holds(for: try known()))
    }

    @Test func confidentialHoldsUntilAPublicFiling() throws {
        let hidden = deposit("2024-12-31", .everything, filed: "2025-07-01")
        let open = deposit("2025-12-31", .nothing, filed: "2026-07-01")
        #expect(StopRule.confidential.holds(for: try known({ $0.record.deposits = [hidden] })))
        #expect(!StopRule.confidential.holds(for: try known({ $0.record.deposits = [open, hidden] })))
        #expect(
            !StopRule.confidential.holds(
                for: try known({ $0.record.deposits = [hidden] }, years: [try year("2024-12-31", 5)])
            )
        )
        #expect(!StopRule.confidential.holds(for: try known()))
    }

    @Test func whoFilesNothingIsNotAskedFor() throws {
        #expect(StopRule.filesNoAccounts.holds(for: try known { $0.facts.legalForm = "9220" }))
        #expect(!StopRule.filesNoAccounts.holds(for: try known { $0.facts.legalForm = "5710" }))
        #expect(!StopRule.filesNoAccounts.holds(for: try known()))
        #expect(StopRule.soleTrader.holds(for: try known { $0.facts.isSoleTrader = true }))
    }
}
