import Testing

@testable import ProviderSandbox

/// recherche-entreprises by name and by filters, page by page under its cap.
@Suite struct SearchTests {
    @Test func filtersNarrowWhatNamesFind() throws {
        let scene = try Scene()

        #expect(total(scene, "q=ganymede") == 13)
        #expect(total(scene, "q=ganymede&etat_administratif=A&nature_juridique=5710") == 5)
        #expect(total(scene, "q=Francilienne+hotellerie") == 1)
        #expect(total(scene, "departement=75&nature_juridique=5710,5499&etat_administratif=A") == parisians(scene))
        #expect(total(scene, "tranche_effectif_salarie=12&activite_principale=38.32Z") == 1)
        #expect(total(scene, "q=552032534&departement=13") == 1)
    }

    @Test func whatIsNotASearchIsRefused() throws {
        let scene = try Scene()

        for query in ["", "q=ab", "q=kikou&per_page=26", "q=kikou&page=1001", "departement=999", "code_postal=7501"] {
            let answer = scene.ask("recherche-entreprises", "search", query)
            #expect(answer.status == 400, "\(query)")
            #expect(Document(answer.bytes)["erreur"].text?.isEmpty == false)
        }
        #expect(scene.ask("recherche-entreprises", "search", "q=ab&departement=75").status == 200)
    }

    @Test func noMoreThanTenThousandAreEverTold() throws {
        let scene = try Scene(universe: 11_000)
        let all = scene.document("recherche-entreprises", "search", "etat_administratif=A&per_page=25")
        let last = scene.document("recherche-entreprises", "search", "etat_administratif=A&per_page=25&page=400")
        let beyond = scene.document("recherche-entreprises", "search", "etat_administratif=A&per_page=25&page=401")
        let slices = ["75", "69", "13", "31", "59", "33", "44", "67", "35", "38", "45", "974"].map {
            total(scene, "etat_administratif=A&departement=\($0)") ?? 0
        }

        #expect(all["total_results"].number == 10_000)
        #expect(all["total_pages"].number == 400)
        #expect(last["results"].elements.count == 25)
        #expect(beyond["results"].elements.isEmpty)
        #expect(slices.allSatisfy { $0 < 10_000 } && slices.reduce(0, +) > 10_500)
    }

    @Test func aMinimalAnswerHoldsWhatIsIncluded() throws {
        let result = try Scene().document(
            "recherche-entreprises",
            "search",
            "q=910866482&minimal=true&include=siege,finances"
        )["results"][0]

        #expect(result["siege"]["siret"].text != nil)
        #expect(result["finances"]["2024"]["ca"].number == 229_786)
        #expect(result.keys.isDisjoint(with: ["complements", "dirigeants", "matching_etablissements"]))
    }

    private func total(_ scene: Scene, _ query: String) -> Int? {
        scene.document("recherche-entreprises", "search", query)["total_results"].number
    }

    private func parisians(_ scene: Scene) -> Int {
        scene.catalogue.listed.filter { company in
            company.state == "A" && ["5710", "5499"].contains(company.legalForm)
                && (company.seat.commune ?? company.seat.postcode ?? "").hasPrefix("75")
        }.count
    }
}
