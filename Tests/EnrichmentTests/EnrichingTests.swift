import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Telemetry
import TestSupport
import Testing

@testable import Enrichment

@Suite struct EnrichingTests {
    @Test func aRegisteredCompanyIsAnnouncedWithItsFactsAndTurnover() async throws {
        try await Scene { .company($0, turnover: ["2024-12-31": 500_000, "2023-12-31": 400_000]) }.run { scene in
            let company = CompanyID()

            let events = try await scene.registered("552032534", company: company)

            let enriched = try #require(events.enriched.first)
            #expect(events.count == 1 && enriched.companyID == company)
            #expect(enriched.facts.name == "SOCIÉTÉ 552032534" && enriched.facts.naf == "62.02A")
            #expect(enriched.turnover.status == "known")
            #expect(enriched.turnover.years.map(\.amountCents) == [50_000_000, 40_000_000])
            #expect(enriched.turnover.years.map(\.months) == [12, 0])
            #expect(enriched.sources == ["ratios_inpi_bce", "recherche_entreprises"])
            #expect(try await scene.texts("SELECT outcome FROM provider_calls").count == 2)
            let fact = try await scene.texts("SELECT value::text || source FROM facts WHERE field = 'naf'")
            #expect(fact == ["\"62.02A\"recherche_entreprises"])
            let kept = try await scene.texts("SELECT convert_from(body, 'UTF8') FROM cached_replies")
            #expect(kept.count == 2 && !kept.contains { $0.contains("DURAND") })
        }
    }

    /// The search's copy of fiscal year 2023 gives way to the year that closed in May 2024, the group's accounts to the
    /// company's own; readers of the view see as many years, and as long ones, as those who heard the event.
    @Test func readersSeeTheYearsThatWereAnnounced() async throws {
        let script: LocalProvider.Script = { question in
            guard question.isAboutTurnover else {
                return .company(question, unit: ["finances": "{\"2023\":{\"ca\":276000,\"resultat_net\":1}}"])
            }
            let rows = [("2024-05-31", 276_000, "C"), ("2023-05-31", 250_000, "C"), ("2022-12-31", 9_000_000, "K")]
            let results = rows.map { closing, amount, kind in
                """
                {"siren":"\(question.siren)","date_cloture_exercice":"\(closing)","chiffre_d_affaires":\(amount),\
                "type_bilan":"\(kind)","confidentiality":"Public"}
                """
            }
            return .answer("{\"total_count\":3,\"results\":[\(results.joined(separator: ","))]}")
        }
        try await Scene(script).run { scene in
            let enriched = try #require(try await scene.registered("552032534").enriched.first)
            let read = try await scene.database.withSession(role: "filon_operator") { session in
                try await session.query(
                    """
                    SELECT concat_ws(' ', closing_date, months, amount_cents, kind, source) FROM enrichment.v_turnover
                    WHERE siren = '552032534' ORDER BY closing_date DESC
                    """
                ).values(as: String.self)
            }

            #expect(enriched.turnover.years.count == 2)
            #expect(
                read
                    == enriched.turnover.years.map {
                        "\($0.closingDate.text) \($0.months) \($0.amountCents ?? -1) \($0.kind) \($0.source)"
                    }
            )
            #expect(try await scene.texts("SELECT source FROM turnover").count == 4)
        }
    }

    @Test func aKnownSirenNeedsNoCall() async throws {
        try await Scene().run { scene in
            let first = try await scene.registered("552032534")
            let second = try await scene.registered("552032534")

            #expect(scene.providers.questions.count == 2)
            #expect(first.enriched.first?.turnover == second.enriched.first?.turnover)
            #expect(first.enriched.first?.companyID != second.enriched.first?.companyID)
            #expect(
                MetricsPage(.none, scene.plan.metrics.families).text.contains(
                    "filon_enrichment_cache_hits_total{kind=\"dossier\"} 1"
                )
            )
        }
    }

    @Test func aCompanyWithoutSirenWaitsAndIsFoundLater() async throws {
        try await Scene().run { scene in
            let company = CompanyID()
            #expect(try await scene.registered(nil, company: company).isEmpty)
            #expect(try await scene.texts("SELECT state FROM companies") == ["to_identify"])

            let events = try await scene.updated("552032534", company: company, version: 2)

            #expect(events.enriched.count == 1)
            #expect(try await scene.texts("SELECT state FROM companies") == ["done"])
        }
    }

    @Test func aCeasedCompanyIsAnnouncedAsCeasedAndCostsNoMoreCalls() async throws {
        let unit = ["etat_administratif": "\"C\"", "date_fermeture": "\"2021-10-11\""]
        try await Scene { .company($0, unit: unit) }.run { scene in
            let events = try await scene.registered("839517323")

            let ceased = try #require(events.ceased.first)
            #expect(ceased.reason == "ceased" && ceased.ceasedOn?.text == "2021-10-11")
            #expect(scene.providers.questions.count == 1)
        }
    }

    @Test func whoHidesFromProspectingIsExcludedWithoutNameOrPlace() async throws {
        try await Scene { .company($0, unit: ["statut_diffusion": "\"P\""]) }.run { scene in
            let enriched = try #require(try await scene.registered("552032534").enriched.first)

            #expect(enriched.exclusion?.code == "not_diffusible")
            #expect(enriched.facts.name == nil && enriched.facts.postcode == nil)
            let everything = try await scene.texts(
                "SELECT body::text FROM dossiers UNION ALL SELECT value::text FROM facts UNION ALL SELECT convert_from(body, 'UTF8') FROM cached_replies"
            )
            #expect(!everything.contains { $0.contains("SOCIÉTÉ") || $0.contains("RENNES") })
        }
    }

    @Test func aSoleTraderFilesNothingAndIsNotAskedFor() async throws {
        try await Scene { .company($0, unit: ["nature_juridique": "\"1000\""]) }.run { scene in
            let enriched = try #require(try await scene.registered("552032534").enriched.first)
            #expect(enriched.turnover.status == "not_applicable" && enriched.turnover.reason == "sole_trader")
            #expect(scene.providers.questions.count == 1)
        }
    }

    @Test func anUnknownSirenIsAnnouncedAsSuch() async throws {
        try await Scene { _ in .answer("{\"results\":[],\"total_results\":0}") }.run { scene in
            let enriched = try #require(try await scene.registered("123456789").enriched.first)
            #expect(enriched.turnover == TurnoverFacts(status: "unknown", reason: "siren_unknown", years: []))
        }
    }

    @Test func aRefreshThatLacksAFigureTakesNothing() async throws {
        let isGone = Flag()
        try await Scene { .company($0, turnover: isGone.isSet ? [:] : ["2024-12-31": 500_000]) }.run { scene in
            let company = CompanyID()
            try await scene.registered("552032534", company: company)
            isGone.set()
            scene.time.advance(by: 40 * 86_400)

            let renewed = try #require(try await scene.requested(company).enriched.first)

            #expect(scene.providers.questions.count == 4)
            #expect(renewed.turnover.status == "known")
            #expect(renewed.turnover.years.map(\.amountCents) == [50_000_000])
            #expect(renewed.factsAt == Scene.morning.addingTimeInterval(40 * 86_400))
        }
    }

    @Test func aRequestForACompanyNotHeardOfIsRefusedAndAsksNobody() async throws {
        try await Scene().run { scene in
            let events = try await scene.requested(CompanyID())
            #expect(events.refusals == ["unknown_company"])
            #expect(scene.providers.questions.isEmpty)
        }
    }

    @Test func agedFactsAreAskedForAgainUnlessSomebodyObjected() async throws {
        try await Scene().run { scene in
            let (kept, opposed) = (CompanyID(), CompanyID())
            try await scene.registered("552032534", company: kept)
            try await scene.registered("552032534", company: opposed)
            let objection = ObjectionRecorded(scope: "company", companyID: opposed, source: "mail", at: Scene.morning)
            try await scene.handle(objection, by: HeedObjection())

            let due = try await scene.pool.transaction { tx in
                try CompanyStore.takeDue(
                    at: Scene.morning.addingTimeInterval(400 * 86_400),
                    pause: .seconds(3600),
                    limit: 10,
                    in: tx
                )
            }

            #expect(due == [kept])
        }
    }

    @Test(arguments: [true, false]) func anErasedSoleTraderLeavesFiguresOnly(erasedFirst: Bool) async throws {
        try await Scene { .company($0, unit: ["nature_juridique": "\"1000\""]) }.run { scene in
            let company = CompanyID()
            let erasure = PersonErased(
                contactID: ContactID(),
                companyID: company,
                addressFingerprints: [],
                at: Scene.morning
            )
            if erasedFirst { try await scene.handle(erasure, by: ForgetPerson()) }
            let events = try await scene.registered("552032534", company: company)
            if !erasedFirst { try await scene.handle(erasure, by: ForgetPerson()) }

            #expect(events.enriched.first?.facts.name == (erasedFirst ? nil : "SOCIÉTÉ 552032534"))
            if erasedFirst { _ = try await scene.requested(company) }
            let everything = try await scene.texts(
                "SELECT body::text FROM dossiers UNION ALL SELECT value::text FROM facts UNION ALL SELECT convert_from(body, 'UTF8') FROM cached_replies"
            )
            #expect(!everything.contains { $0.contains("SOCIÉTÉ") || $0.contains("RENNES") })
            #expect(everything.contains { $0.contains("62.02A") })
        }
    }

    /// Whatever the order and however often each message comes, the same is left.
    @Test func anyOrderOfMessagesLeavesTheSameState() async throws {
        try await Scene { .company($0, turnover: ["2024-12-31": 500_000]) }.run { scene in
            var states: Set<String> = []
            for round in 0..<24 {
                let (company, siren) = (CompanyID(), String(810_000_000 + round))
                let steps = (0..<5).flatMap { [$0, $0] }.shuffled()
                for step in steps {
                    switch step {
                    case 0: try await scene.registered(nil, company: company, version: 1)
                    case 1: _ = try await scene.updated("552032534", company: company, version: 2)
                    case 2: _ = try await scene.updated(siren, company: company, version: 3)
                    case 3: _ = try await scene.requested(company)
                    default:
                        let objection = ObjectionRecorded(
                            scope: "company",
                            companyID: company,
                            source: "mail",
                            at: Scene.morning
                        )
                        try await scene.handle(objection, by: HeedObjection())
                    }
                }
                states.insert(try await scene.state(of: company, hiding: siren))
            }
            #expect(states.count == 1)
            #expect(states.first?.contains("known") == true)
        }
    }
}
