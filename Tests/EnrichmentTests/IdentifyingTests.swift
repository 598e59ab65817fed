import Contracts
import Foundation
import FrenchBusiness
import Identification
import Messaging
import Postgres
import Testing

@testable import Enrichment

@Suite struct IdentifyingTests {
    private let company = CompanyID()

    @Test func whatOurRegisterSettlesIsAskedOfNobody() async throws {
        try await Scene { LocalProvider.Reply.found([], $0) }.run { scene in
            try await scene.register("999000029", "MENUISERIE FICTIVE DU CANAL", "31000", "TOULOUSE")
            try await scene.register("999000037", "HOLDING MENUISERIE FICTIVE DU CANAL", "31000", "TOULOUSE")

            let proposed = try #require(
                try await scene.identify(company, "Menuiserie fictive du Canal SARL", "31000", "Toulouse").proposed
                    .first
            )

            #expect(proposed.verdict == "certain" && proposed.siren?.text == "999000029")
            #expect(proposed.candidates.first?.reasons.map(\.code) == ["same_name", "same_postcode"])
            #expect(proposed.candidates.first?.source == "sirene")
            #expect(scene.providers.questions.isEmpty)
        }
    }

    @Test func theStatesSearchIsAskedWhereOurRegisterDoesNotKnow() async throws {
        let unit = FoundUnit("533744991", "IDDEE 13", "13015", "MARSEILLE")
        try await Scene { LocalProvider.Reply.found([unit], $0) }.run { scene in
            let proposed = try #require(
                try await scene.identify(company, "Iddée 13", "13015", "Marseille").proposed.first
            )

            #expect(proposed.verdict == "certain" && proposed.siren?.text == "533744991")
            #expect(
                scene.providers.questions.map(\.target) == [
                    "/re/search?q=iddee%2013&page=1&per_page=25&code_postal=13015"
                ]
            )
            let ledger = try await scene.texts(
                "SELECT concat_ws('|', operation, siren, outcome, company_id) FROM provider_calls"
            )
            #expect(ledger == ["by_name|found|\(company)"])
        }
    }

    @Test func whatIsDoubtfulGoesToAPersonWithAtMostFiveCandidatesAndTheirReasons() async throws {
        let units = (1...9).map { FoundUnit("99900\(1000 + $0 * 10)", "GANYMEDE", "6900\($0)", "LYON") }
        try await Scene { LocalProvider.Reply.found(units.compactMap(\.valid), $0) }.run { scene in
            let proposed = try #require(try await scene.identify(company, "Ganymède", nil, "Lyon").proposed.first)

            #expect(proposed.verdict == "doubtful" && proposed.siren == nil && proposed.candidates.count == 5)
            #expect(
                proposed.candidates.allSatisfy { !$0.reasons.isEmpty && $0.reasons.allSatisfy { !$0.english.isEmpty } }
            )
            #expect(
                proposed.candidates.first?.reasons.map(\.text).contains(
                    "au moins une autre entreprise convient aussi bien"
                ) == true
            )
        }
    }

    @Test func nobodyFoundIsSaidWithItsReason() async throws {
        try await Scene { LocalProvider.Reply.found([], $0) }.run { scene in
            let unknown = try await scene.identify(company, "Fournil fictif des Halles", "37000", "Tours").proposed
            let unreadable = try await scene.identify(CompanyID(), "???", "37000", "Tours").proposed

            #expect(unknown.map(\.verdict) == ["none"] && unknown.map(\.reason) == ["not_found"])
            #expect(unreadable.map(\.reason) == ["not_searchable"])
        }
    }

    @Test func theSameQuestionIsNotAskedTwice() async throws {
        try await Scene { LocalProvider.Reply.found([], $0) }.run { scene in
            let first = try await scene.identify(company, "Fournil fictif", "37000", "Tours").proposed
            let asked = scene.providers.questions.count
            let again = try await scene.identify(company, "FOURNIL FICTIF", "37000", "TOURS CEDEX", version: 2).proposed
            let redelivered = try await scene.identify(company, "FOURNIL FICTIF", "37000", "TOURS CEDEX", version: 2)
                .proposed
            let other = try await scene.identify(company, "Fournil fictif", "37100", "Tours", version: 3).proposed

            #expect(asked == 3 && scene.providers.questions.count == 6)
            #expect(first.map(\.version) == [1] && again.map(\.version) == [2] && other.map(\.version) == [3])
            #expect(again == redelivered && again.map(\.at) == first.map(\.at))
        }
    }

    @Test func anOlderQuestionThatComesLateSaysNothing() async throws {
        try await Scene { LocalProvider.Reply.found([], $0) }.run { scene in
            _ = try await scene.identify(company, "Fournil fictif", "37100", "Tours", version: 3)
            #expect(try await scene.identify(company, "Autre nom", "37000", "Tours", version: 2).proposed.isEmpty)
            #expect(try await scene.texts("SELECT version::text FROM identifications") == ["3"])
        }
    }

    @Test func whoObjectedIsNotLookedFor() async throws {
        try await Scene { LocalProvider.Reply.found([], $0) }.run { scene in
            try await scene.handle(
                ObjectionRecorded(scope: "company", companyID: company, source: "test", at: scene.time.now),
                by: HeedObjection()
            )

            #expect(try await scene.identify(company, "Fournil fictif", "37000", "Tours").isEmpty)
            #expect(scene.providers.questions.isEmpty)
            #expect(try await scene.texts("SELECT verdict FROM identifications").isEmpty)
        }
    }

    @Test func anErasedPersonIsForgottenAndNotLookedForAgain() async throws {
        try await Scene { LocalProvider.Reply.found([], $0) }.run { scene in
            try await scene.register("999000029", "DUPONT JEAN", "35000", "RENNES", form: "1000")
            _ = try await scene.identify(company, "Jean Dupont", "35000", "Rennes")
            #expect(try await scene.texts("SELECT verdict FROM identifications") == ["certain"])

            try await scene.handle(
                PersonErased(contactID: ContactID(), companyID: company, addressFingerprints: [], at: scene.time.now),
                by: ForgetPerson()
            )

            #expect(try await scene.texts("SELECT verdict FROM identifications").isEmpty)
            #expect(try await scene.identify(company, "Jean Dupont", "35000", "Rennes", version: 2).isEmpty)
        }
    }

    @Test func anErasureDuringTheLookKeepsNothing() async throws {
        try await Scene { LocalProvider.Reply.found([], $0) }.run { scene in
            let message = scene.question(company, "Jean Dupont", "35000", "Rennes", version: 1)
            let delivery = Delivery(
                message: message,
                envelope: Envelope(type: IdentificationRequested.type, subject: message.subject)
            )
            let identifier = try #require(scene.plan.identifier)
            let gathered = try await identifier.gather(delivery)
            try await scene.handle(
                PersonErased(contactID: ContactID(), companyID: company, addressFingerprints: [], at: scene.time.now),
                by: ForgetPerson()
            )

            let outcomes = try await scene.pool.transaction { tx in
                try identifier.handle([(delivery: delivery, gathered: gathered)], in: tx)
            }

            guard case .done(let events) = outcomes[0] else { return #expect(Bool(false)) }
            #expect(events.isEmpty)
            #expect(try await scene.texts("SELECT verdict FROM identifications").isEmpty)
        }
    }

    @Test func aProviderThatIsAwayIsTriedAgainAndThenLeftOut() async throws {
        try await Scene { _ in .answer("{}", status: 503) }.run { scene in
            await #expect(throws: ProviderError.self) {
                try await scene.identify(company, "Fournil fictif", "37000", "Tours")
            }
            let last = try await scene.identify(company, "Fournil fictif", "37000", "Tours", attempt: 4).proposed

            #expect(last.map(\.verdict) == ["none"] && last.map(\.reason) == ["provider_away"])
            // Not a lasting answer: the next question asks again.
            await #expect(throws: ProviderError.self) {
                try await scene.identify(company, "Fournil fictif", "37000", "Tours", version: 2)
            }
        }
    }

    @Test(arguments: [
        "<html><body>Vérification</body></html>", "{\"results\":", "[]", "{\"results\":{}}", "{\"results\":[[[",
        String(repeating: "[", count: 100_000),
    ])
    func aReplyThatIsNoReplyIsAnErrorAndNoAnswer(body: String) async throws {
        try await Scene { _ in .answer(body) }.run { scene in
            await #expect(throws: ProviderError.self) {
                try await scene.identify(company, "Fournil fictif", "37000", "Tours")
            }
        }
    }

    @Test func whatAProviderSaysOddlyIsLeftOut() throws {
        let body = """
            {"results":[null,3,{"siren":5},{"siren":"123"},{"siren":"533744991"},
            {"siren":"552032534","nom_complet":"[NON-DIFFUSIBLE]"},
            {"siren":"356000000","nom_complet":"LA POSTE","siege":"?","matching_etablissements":{},"statut_diffusion":"P"}],
            "total_results":"many"}
            """
        let page = try NameSearch.read([UInt8](body.utf8))

        #expect(page.companies.map(\.siren) == ["356000000"] && !page.isComplete)
        #expect(page.companies[0].isDiffusible == false)
    }

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func realSearchesAreRead() throws {
        let files = try ReferenceData.files("recherche-entreprises")
        var companies: [RegisteredCompany] = []
        for file in files { companies += try NameSearch.read(ReferenceData.document(file)).companies }

        #expect(companies.count >= 45)
        #expect(!companies.contains { $0.names.contains { $0.contains("NON-DIFFUSIBLE") } })
        let candies = companies.first { $0.siren == "981195464" }
        #expect(candies?.names == ["GANYMEDE", "GANYMEDE (UNE POIGNEE DE FRIANDISES)", "UNE POIGNEE DE FRIANDISES"])
        #expect(candies?.places.first == .init(postcode: "67000", city: "STRASBOURG", departement: "67"))
        let sought = SoughtCompany(name: "Une poignée de friandises", postcode: "67000", city: "Strasbourg")
        let answer = Identification.decide(sought, among: companies, isComplete: true)
        #expect(answer.verdict == .certain && answer.candidates.first?.company.siren == "981195464")
    }

    @Test func noNameBreaksTheQuery() async throws {
        let names = [
            "l'a & b | !c :* <-> (d)", "SA", "'; DROP TABLE companies; --", "École\u{0301} n°1", "+++", "13", "2A",
            String(repeating: "mot ", count: 500), "🏠 Maison", "A\\B", "\"quoted\"", "%_%",
        ]
        try await Scene { LocalProvider.Reply.found([], $0) }.run { scene in
            for (index, name) in names.enumerated() {
                let proposed = try await scene.identify(
                    CompanyID(),
                    name,
                    ["20000", "97400", "75008"][index % 3],
                    "Paris"
                ).proposed
                #expect(proposed.map(\.verdict) == ["none"], "\(name)")
            }
        }
    }
}
