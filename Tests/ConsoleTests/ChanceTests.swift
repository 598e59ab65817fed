import Contracts
import Foundation
import HTTPClient
import Postgres
import TestSupport
import Testing

@testable import Console

/// What scoring says of open deals, on the board, on Fiche and in the API.
@Suite struct ChanceTests {
    @Test func anOpenDealShowsItsChanceWithIntervalAndGround() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let anna = try await scene.browser(of: Scene.anna)
            let deal = try await scene.deal("Four", on: lead, by: anna)
            try await scene.judge(deal, on: lead, basisPoints: 3_700, label: "appris", outcomes: 212)

            let text = "37\u{202F}% de chances (26 à 49\u{202F}%) · appris sur 212\u{A0}affaires"
            let item = try await scene.caller(for: Scene.anna).call(.get, "/deals/\(deal)")

            #expect(try await anna.get("/pipeline").body.contains(text))
            #expect(try await anna.get("/leads/\(lead.id)").body.contains(text))
            #expect(item["chance.basis_points"] == 3700 && item["chance.outcomes"] == 212)
            #expect(item["chance.low_basis_points"] == 2600 && item["chance.high_basis_points"] == 4900)
            #expect(item["chance.label"] == "appris")
        }
    }

    /// What was learnt weighs the sum; where nothing was, or the rules alone speak, the stage's own probability does.
    @Test func theColumnIsWeightedByWhatWasLearnt() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let anna = try await scene.browser(of: Scene.anna)
            let learnt = try await scene.deal("Four", amount: "10 000 €", on: lead, by: anna)
            let ruled = try await scene.deal("Vitrine", amount: "2 000 €", on: lead, by: anna)
            _ = try await scene.deal("Caisse", amount: "4 000 €", on: lead, by: anna)
            try await scene.judge(learnt, on: lead, basisPoints: 4_000, label: "hybride", outcomes: 54)
            try await scene.judge(ruled, on: lead, basisPoints: 9_000, label: "regles", outcomes: 12)

            let page = try await anna.get("/pipeline").body

            // 10,000 × 40 % + 6,000 × the stage's 5 %.
            #expect(page.contains("16\u{202F}000\u{A0}€ · pondéré 4\u{202F}300\u{A0}€"))
            #expect(page.contains("hybride\u{202F}: règles et 54\u{A0}affaires"))
            #expect(page.contains("règles seules (12\u{A0}affaires sur 20 requises)"))
        }
    }

    @Test func aDealThatIsOverHasNoChance() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let anna = try await scene.browser(of: Scene.anna)
            let deal = try await scene.deal("Four", on: lead, by: anna)
            try await scene.judge(deal, on: lead, basisPoints: 3_700, label: "appris", outcomes: 212)
            let lost = ["version": "1", "stage": "lost", "lost_reason": "Prix"]
            #expect(try await anna.post("/deals/\(deal)", lost).status == 303)

            let item = try await scene.caller(for: Scene.anna).call(.get, "/deals/\(deal)")

            #expect(item["state"] == "lost" && item["chance"] == nil)
            #expect(try await !anna.get("/leads/\(lead.id)").body.contains("de chances"))
        }
    }

    @Test(arguments: [(1, 1), (49, 1), (50, 1), (149, 1), (150, 2), (9_949, 99), (9_950, 99), (10_000, 99)])
    func anOpenDealIsNeverCertain(_ basisPoints: Int, _ percent: Int) {
        #expect(FrenchText.share(basisPoints) == percent)
    }

    @Test func ficheSaysWhatWouldLiftTheLead() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            try await scene.database.withSession { session in
                _ = try await session.query(
                    """
                    UPDATE scoring.scores SET lifts = '[{"changes": [
                        {"french": "téléphone professionnel trouvé", "english": "an office phone number is found"},
                        {"french": "adresse e-mail trouvée", "english": "an e-mail address is found"}],
                        "points": 64, "band": "A"}]' WHERE lead_id = $1
                    """,
                    lead.id.rawValue
                )
            }
            let lift =
                "Passerait en <strong>A</strong> (64 points) si\u{202F}: téléphone professionnel trouvé et adresse "

            let sales = try await scene.browser(of: Scene.anna).get("/leads/\(lead.id)").body
            let manager = try await scene.browser(of: Scene.chloe).get("/leads/\(lead.id)").body

            #expect(sales.contains(lift) && sales.contains("Règles\u{202F}: tpe v1"))
            #expect(manager.contains("Règles\u{202F}: <a href=\"/rules\">tpe v1</a>"))
        }
    }
}

extension Scene {
    /// Opened from the page of its lead.
    func deal(
        _ title: String,
        amount: String = "1 000 €",
        on lead: SeededLead,
        by browser: Browser
    ) async throws -> DealID {
        let id = DealID()
        let fields = ["id": id.description, "title": title, "amount": amount]
        let made = try await browser.post("/leads/\(lead.id)/deals", fields)
        guard made.status == 303 else { throw SceneError("the deal was not opened: \(made.status)") }
        return id
    }

    /// A chance as scoring would have left it, give or take eleven and twelve percent.
    func judge(
        _ deal: DealID,
        on lead: SeededLead,
        basisPoints: Int,
        label: String,
        outcomes: Int
    ) async throws {
        let model = UUIDv7.make()
        try await database.withSession { session in
            _ = try await session.query(
                """
                INSERT INTO scoring.models (id, name, version, status, parameters, metrics, examples, trained_at)
                SELECT $1, 'closing', coalesce(max(version), 0) + 1, 'retired', '{}', '{}', $2, now() FROM scoring.models
                """,
                model,
                outcomes
            )
            _ = try await session.query(
                """
                INSERT INTO scoring.deals (deal_id, lead_id, company_id, department_id, stage, state, stage_since,
                    created_at, version, probability_basis_points, low_basis_points, high_basis_points, label, model_id)
                VALUES ($1, $2, $3, 'nord', 'new', 'open', now(), now(), 1, $4, $5, $6, $7, $8)
                """,
                deal.rawValue,
                lead.id.rawValue,
                lead.companyID.rawValue,
                basisPoints,
                max(0, basisPoints - 1_100),
                min(10_000, basisPoints + 1_200),
                label,
                model
            )
        }
    }
}
