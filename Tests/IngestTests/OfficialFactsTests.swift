import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Testing

@testable import Ingest

/// What the registers say completes what a list said, in any order, and never replaces it.
@Suite struct OfficialFactsTests {
    private static let start = Date(timeIntervalSince1970: 1_790_000_000)

    private func enriched(_ company: CompanyID, name: String?, naf: String? = nil, at seconds: Double)
        -> CompanyEnriched
    {
        CompanyEnriched(
            companyID: company,
            siren: SIREN.laPoste,
            facts: CompanyFacts(
                name: name,
                naf: naf,
                workforceBand: "03",
                city: "PARIS",
                departement: "75",
                isAssociation: false,
                isSoleTrader: false,
                isPublicBody: false
            ),
            turnover: TurnoverFacts(status: "unknown", years: []),
            sources: ["recherche_entreprises"],
            factsAt: Self.start.addingTimeInterval(seconds)
        )
    }

    @Test func aBareSIRENGetsItsNameAndOlderFactsChangeNothing() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "356000000"]])
            let id = try #require(CompanyID(try await scene.text("SELECT id::text FROM intake.companies")))
            let newer = (enriched(id, name: "LA POSTE", naf: "53.10Z", at: 20), Self.start)
            let older = (enriched(id, name: "ANCIEN NOM", naf: "64.1A", at: 10), Self.start)

            try await scene.deliver(TakeOfficialFacts(), [newer, older])
            try await scene.deliver(TakeOfficialFacts(), [older, newer])

            #expect(try await scene.text("SELECT name FROM intake.companies") == "LA POSTE")
            #expect(try await scene.text("SELECT naf FROM intake.companies") == "53.10Z")
            #expect(try await scene.text("SELECT workforce_band FROM intake.companies") == "03")
        }
    }

    @Test func whatTheListSaidStaysAndACodeTheTableRefusesIsLeftOut() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "356000000", "nom": "Notre facteur"]])
            let id = try #require(CompanyID(try await scene.text("SELECT id::text FROM intake.companies")))

            try await scene.deliver(
                TakeOfficialFacts(),
                [(enriched(id, name: "LA POSTE", naf: "64.1A", at: 5), Self.start)]
            )

            #expect(try await scene.text("SELECT name FROM intake.companies") == "Notre facteur")
            #expect(try await scene.text("SELECT coalesce(naf, 'none') FROM intake.companies") == "none")
            #expect(try await scene.text("SELECT city FROM intake.companies") == "PARIS")
        }
    }
}
