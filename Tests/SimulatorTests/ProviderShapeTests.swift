import Foundation
import Testing

@testable import ProviderSandbox

/// The simulator answers in the shapes that the providers document.
@Suite struct ProviderShapeTests {
    private let catalogue: CompanyCatalogue
    private let shapes: [String: Any]

    init() throws {
        catalogue = try CompanyCatalogue(file: Fixtures.folder.appending(path: "demo/sandbox.json").path)
        shapes = try Fixtures.object("providers/shapes.json")
    }

    @Test(arguments: ["910866482", "999000003", "552032534", "999123458"])
    func aCompanyIsFoundInTheDocumentedShape(siren: String) throws {
        let document = try search("q=\(siren)")
        let result = try #require((document["results"] as? [[String: Any]])?.first)

        #expect(Set(document.keys) == keys("recherche-entreprises", "envelope"))
        #expect(document["total_results"] as? Int == 1)
        #expect(Set(result.keys) == keys("recherche-entreprises", "result"))
        #expect(keysOf(result["siege"]) == keys("recherche-entreprises", "siege"))
        #expect(keysOf(result["complements"]) == keys("recherche-entreprises", "complements"))
        #expect((result["dirigeants"] as? [Any])?.isEmpty == true)
    }

    @Test func theLatestYearIsGivenAndAHiddenTurnoverIsNull() throws {
        #expect(try figures("910866482") == ["2024": 229_786])
        #expect(try figures("377512470") == ["2023": nil])
        #expect(try figures("908595879") == nil)
    }

    @Test func anUnknownCompanyIsAnEmptyAnswerAndTooFewLettersAreRefused() throws {
        let service = RechercheEntreprises(catalogue: catalogue)

        #expect(try search("q=732829320")["total_results"] as? Int == 0)
        #expect(service.answer(to: Query("q=ab")).status == 400)
        #expect(service.answer(to: Query("q=ab")).body["erreur"] != nil)
        #expect(service.answer(to: Query("q=kikou&per_page=26")).status == 400)
    }

    @Test func accountsAreGivenByYearAndAHiddenTurnoverIsZero() throws {
        let query = Query("where=siren%3D%22487444697%22&order_by=date_cloture_exercice+desc&limit=3&offset=0")
        let document = try object(RatiosInpiBce.dataset(catalogue).answer(to: query))
        let rows = try #require(document["results"] as? [[String: Any]])

        #expect(document["total_count"] as? Int == 4)
        #expect(rows.map { $0["chiffre_d_affaires"] as? Int } == [1_848_367, 0, 532_463])
        #expect(
            rows.map { $0["confidentiality"] as? String } == [
                "Partiellement confidentiel", "Partiellement confidentiel", "Public",
            ]
        )
        #expect(rows.allSatisfy { Set($0.keys) == keys("ratios-inpi-bce", "record") })
    }

    @Test func noticesNameEachRegistrationTwiceAndHoldDocumentsAsTexts() throws {
        let query = Query("where=registre+IN+(%22880+878+145%22,%22999000029%22)+AND+familleavis!=%22radiation%22")
        let document = try object(Bodacc.dataset(catalogue).answer(to: query))
        let rows = try #require(document["results"] as? [[String: Any]])
        let ruling = try #require(rows.compactMap { $0["jugement"] as? String }.first)
        let deposit = try #require(rows.compactMap { $0["depot"] as? String }.first)

        #expect(rows.count == 3)
        #expect(rows.allSatisfy { Set($0.keys) == keys("bodacc", "record") })
        #expect(rows.first?["registre"] as? [String] == ["880878145", "880 878 145"])
        #expect(try nested(ruling)["nature"] as? String == "Jugement d'ouverture de liquidation judiciaire")
        #expect((try nested(deposit)["descriptif"] as? String)?.contains("L. 232-25") == true)
    }

    @Test func aClauseOutsideTheSupportedPartIsRefused() {
        let answer = RatiosInpiBce.dataset(catalogue).answer(to: Query("where=siren%20IN%20("))

        #expect(answer.status == 400)
        #expect(answer.body["error_code"] == "ODSQLError")
    }

    @Test func aGeneratedCompanyIsAlwaysTheSame() throws {
        let first = try #require(SyntheticCompany.company("999123458")).rechercheEntreprisesResult.bytes
        let again = try #require(SyntheticCompany.company("999123458")).rechercheEntreprisesResult.bytes

        #expect(first == again)
        #expect(SyntheticCompany.company("999123457") == nil)
        #expect(SyntheticCompany.company("998123458") == nil)
    }

    private func search(_ query: String) throws -> [String: Any] {
        try object(RechercheEntreprises(catalogue: catalogue).answer(to: Query(query)))
    }

    private func figures(_ siren: String) throws -> [String: Int?]? {
        let result = (try search("q=\(siren)")["results"] as? [[String: Any]])?.first
        return (result?["finances"] as? [String: [String: Any]])?.mapValues { $0["ca"] as? Int }
    }

    private func object(_ answer: Answer) throws -> [String: Any] { try nested(answer.body.text) }

    private func nested(_ text: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }

    private func keysOf(_ value: Any?) -> Set<String> { Set((value as? [String: Any] ?? [:]).keys) }

    private func keys(_ provider: String, _ part: String) -> Set<String> {
        Set((shapes[provider] as? [String: [String]])?[part] ?? [])
    }
}
