import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import TestSupport
import Testing

@testable import Console

/// What colleagues ask and tell about a lead's company: price and source shown, rights and stops obeyed.
@Suite struct CompanyQuestionTests {
    private static let siren = "732829320"

    /// Enrichment's dossier with a reach, as it would have left it.
    private func reached(_ scene: Scene, isPersonal: Bool = false, exclusion: Bool = false) async throws {
        try await scene.database.withSession { session in
            try await session.transaction { tx in
                _ = try tx.execute(
                    """
                    INSERT INTO enrichment.dossiers (siren, body, facts_at, valid_until)
                    VALUES ($1, jsonb_strip_nulls(jsonb_build_object(
                        'facts', jsonb_build_object('isSoleTrader', $2::boolean),
                        'exclusion', CASE WHEN $3::boolean THEN jsonb_build_object('code', 'not_diffusible') END,
                        'kept', jsonb_build_object('trail', '[]'::jsonb, 'conflicts', '[]'::jsonb,
                            'reach', jsonb_build_object('phone', '+33612345678', 'email', 'contact@x.example',
                                'site', 'x.example', 'isPersonalMobile', $2::boolean, 'source', 'pappers',
                                'at', '2026-11-20T09:00:00.000Z')))), now(), now())
                    """,
                    Self.siren,
                    isPersonal,
                    exclusion
                )
            }
        }
    }

    private func exclude(_ lead: SeededLead, _ scene: Scene) async throws {
        try await scene.database.withSession { session in
            try await session.transaction { tx in
                _ = try tx.execute(
                    "UPDATE intake.companies SET opposed_at = now() WHERE id = $1",
                    lead.companyID.rawValue
                )
            }
        }
    }

    @Test func theButtonNamesItsPriceAndAsksOnce() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test", siren: Self.siren)
            let browser = try await scene.browser(of: Scene.anna)

            let page = try await browser.get("/leads/\(lead.id)").body
            #expect(page.contains("Chercher téléphone et e-mail (0,30\u{A0}€)"))
            #expect(page.contains("Find phone and e-mail"))
            #expect(page.contains("0,50\u{A0}€"))
            let asked = try await browser.post("/leads/\(lead.id)/reach", [:])

            #expect(asked.status == 303)
            let request = try #require(try await scene.announced(EnrichmentRequested.self).first)
            #expect(request.companyID == lead.companyID && request.wanted == ["reach"])
            #expect(request.actor == Scene.anna.uuidString.lowercased())
            #expect(try await scene.announced(AuditRecorded.self).map(\.action) == ["lead.reach_asked"])
        }
    }

    @Test func whatIsKnownIsShownWithItsSourceAndAPersonalMobileIsMarked() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test", siren: Self.siren)
            try await reached(scene, isPersonal: true)
            let browser = try await scene.browser(of: Scene.anna)

            let page = try await browser.get("/leads/\(lead.id)").body

            for text in [
                "tel:+33612345678", "contact@x.example", "x.example", "Pappers, 20/11/2026", "Portable personnel",
                "jamais d’appel automatisé", "Bloctel",
            ] {
                #expect(page.contains(text), "missing: \(text)")
            }
            #expect(!page.contains("Chercher téléphone"))
        }
    }

    @Test func whoObjectedOrIsExcludedIsNeitherShownNorAsked() async throws {
        try await Scene.run { scene in
            let opposed = try await scene.lead("Opposée", siren: Self.siren)
            try await reached(scene)
            try await exclude(opposed, scene)
            let browser = try await scene.browser(of: Scene.anna)

            let page = try await browser.get("/leads/\(opposed.id)").body
            let asked = try await browser.post("/leads/\(opposed.id)/reach", [:])
            let told = try await browser.post(
                "/leads/\(opposed.id)/turnover",
                ["closing_date": "2025-12-31", "amount": "250 k€", "source": "salon"]
            )

            #expect(!page.contains("contact@x.example") && !page.contains("Chercher téléphone"))
            #expect(!page.contains("Indiquer un chiffre connu"))
            #expect(asked.status == 422 && told.status == 422)
            #expect(try await scene.count("SELECT count(*) FROM admin.outbox") == 0)
        }
    }

    @Test func anExclusionByTheRegisterHidesWhatWasFound() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test", siren: Self.siren)
            try await reached(scene, exclusion: true)
            let browser = try await scene.browser(of: Scene.anna)

            #expect(!(try await browser.get("/leads/\(lead.id)").body.contains("contact@x.example")))
        }
    }

    @Test func aFigureGivenOnThePageIsARequestAndAnAuditWithoutIt() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test", siren: Self.siren)
            let browser = try await scene.browser(of: Scene.anna)
            let path = "/leads/\(lead.id)/turnover"

            let given = try await browser.post(
                path,
                ["closing_date": "2025-12-31", "amount": "1,25 M€", "months": "12", "source": "rendez-vous"]
            )
            let taken = try await browser.post(path, ["closing_date": "2025-12-31", "remove": "1"])

            #expect(given.status == 303 && taken.status == 303)
            let requests = try await scene.announced(TurnoverRequested.self)
            #expect(requests.map(\.amountCents) == [125_000_000, nil])
            #expect(requests.first?.source == "rendez-vous" && requests.first?.companyID == lead.companyID)
            let audits = try await scene.announced(AuditRecorded.self)
            #expect(audits.map(\.action) == ["lead.turnover_given", "lead.turnover_taken_back"])
            #expect(!audits.contains { $0.summary.contains("125") })
        }
    }

    @Test(
        arguments: [
            (["amount": "-5", "source": "x"], "n’est pas négatif"),
            (["amount": "2000000000000", "source": "x"], "1\u{202F}000 milliards"),
            (["amount": "5", "source": "x", "closing_date": "2031-12-31"], "pas encore clos"),
            (["amount": "5", "source": "x", "months": "0"], "de 1 à 24 mois"), (["amount": "5"], "d’où vient"),
            (["source": "x"], "Indiquez le chiffre"),
        ] as [([String: String], String)]
    )
    func whatMakesNoSenseIsRefusedInFrench(_ fields: [String: String], _ words: String) async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test", siren: Self.siren)
            let browser = try await scene.browser(of: Scene.anna)

            let refused = try await browser.post(
                "/leads/\(lead.id)/turnover",
                ["closing_date": "2025-12-31"].merging(fields) { $1 }
            )

            #expect(refused.status == 422, "\(refused.status)")
            #expect(refused.body.contains(words), "missing: \(words)")
            #expect(try await scene.count("SELECT count(*) FROM admin.outbox") == 0)
        }
    }

    /// A company's figures carry no wall; who gave one and from where does.
    @Test func anotherDepartmentSeesTheFigureAndNotItsTeller() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test", siren: Self.siren)
            try await scene.database.withSession { session in
                try await session.transaction { tx in
                    for (id, actor, closing) in [
                        (UUID(), Scene.anna.uuidString.lowercased(), "2025-12-31"),
                        (UUID(), UUID().uuidString.lowercased(), "2024-12-31"),
                    ] {
                        try tx.execute(
                            """
                            INSERT INTO enrichment.facts (id, siren, field, period, value, unit, source, method,
                                fetched_at, actor, note)
                            VALUES ($1, $2, 'turnover', $3::text::date, '25000000', 'eur_cents', 'person', 'entered',
                                now(), $4, 'dit par ' || $3)
                            """,
                            id,
                            Self.siren,
                            closing,
                            actor
                        )
                    }
                }
            }
            let browser = try await scene.browser(of: Scene.anna)

            let page = try await browser.get("/leads/\(lead.id)").body

            #expect(page.contains("dit par 2025-12-31") && page.contains("Anna"))
            #expect(!page.contains("dit par 2024-12-31") && page.contains("31/12/2024"))
        }
    }
}
