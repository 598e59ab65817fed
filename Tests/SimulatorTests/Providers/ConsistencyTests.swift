import Testing

@testable import ProviderSandbox

/// One set of facts is told by all providers, and each case of the generated companies is what its name says.
@Suite struct ConsistencyTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    @Test(arguments: [
        "433361193", "410896898", "552032534", SyntheticCase.known.siren(3), SyntheticCase.group.siren(1),
    ])
    func everyProviderTellsTheSameTurnover(siren: String) {
        let ratios = ratios(siren)
        let pappers = sheet(siren)

        #expect(!ratios.isEmpty)
        #expect(ratios.filter { $0.key.hasSuffix("K") } == pappers.filter { $0.key.hasSuffix("K") })
        #expect(ratios == pappers)
        #expect(ratios == inpi(siren))
        #expect(societe(siren) == ratios.filter { !$0.key.hasSuffix("K") })
    }

    @Test func aUnitErrorIsFiledAndNotResold() {
        let siren = SyntheticCase.unitError.siren()
        let filed = ratios(siren)["2024-12-31 S"] ?? ratios(siren)["2024-12-31 C"]
        let told = sheet(siren)["2024-12-31 S"] ?? sheet(siren)["2024-12-31 C"]

        #expect(filed == told.map { $0 / 1000 })
        #expect(ratios(siren) == inpi(siren))
        let row = rows(siren).last
        let again = (row?["ebe"].decimal ?? 0) / (row?["marge_ebe"].decimal ?? 1) * 100
        #expect(abs(again / Double(told ?? 0) - 1) < 0.001)
    }

    @Test func aConflictIsBetweenFreeAndPaidSources() {
        let siren = SyntheticCase.conflict.siren()
        let differing = sheet(siren).filter { ratios(siren)[$0.key] != $0.value }

        #expect(differing.count == 1)
        #expect(societe(siren) == sheet(siren))
    }

    @Test func whatIsUnknownElsewhereIsUnknownEverywhereElse() {
        for siren in [SyntheticCase.duplicate.siren(), SyntheticCase.undisclosed.siren()] {
            #expect(scene.document("recherche-entreprises", "search", "q=\(siren)")["total_results"].number == 0)
            #expect(scene.ask("pappers", "v2/entreprise", "siren=\(siren)", headers: Keys.pappers).status == 404)
            #expect(scene.inpi("api/companies/\(siren)").status == 404)
        }
    }

    @Test(arguments: SyntheticCase.allCases)
    func everyCaseIsTheSameEachTimeAndAnsweredByEverybody(kind: SyntheticCase) throws {
        let siren = kind.siren(42)
        let company = try #require(SyntheticCompany.company(siren))

        #expect(IdentifierKey.isValid(siren) && SyntheticCase.of(siren) == kind)
        #expect(scene.ask("sirene", "siren/\(siren)", headers: Keys.sirene).status != 404)
        #expect(
            scene.document("sirene", "siren/\(siren)", headers: Keys.sirene).paths
                == scene.document("sirene", "siren/\(siren)", headers: Keys.sirene).paths
        )
        guard !company.isElsewhereUnknown else { return }
        #expect(scene.document("recherche-entreprises", "search", "q=\(siren)")["total_results"].number == 1)
        #expect(scene.inpi("api/companies/\(siren)").status == 200)
        guard !company.isMasked else { return }
        #expect(scene.ask("pappers", "v2/entreprise", "siren=\(siren)", headers: Keys.pappers).status == 200)
        #expect(scene.ask("opencorporates", "v0.4/companies/fr/\(siren)", "api_token=essai").status == 200)
        #expect(
            scene.ask("societe-com", "api/v1/entreprise/\(siren)/infoslegales", headers: Keys.societe).status == 200
        )
        #expect(scene.ask("societe-com-pages", "societe/x-\(siren).html").status == 200)
    }

    @Test func everyListedCompanyIsAnsweredByEverybody() {
        for company in scene.catalogue.listed {
            let siren = company.siren
            let paid = company.isMasked ? 404 : 200
            let statuses = [
                scene.ask("recherche-entreprises", "search", "q=\(siren)").status,
                scene.ask("sirene", "siren/\(siren)", headers: Keys.sirene).status,
                scene.inpi("api/companies/\(siren)").status, scene.inpi("api/companies/\(siren)/attachments").status,
                scene.ask("pappers", "v2/entreprise", "siren=\(siren)", headers: Keys.pappers).status,
                scene.ask("opencorporates", "v0.4/companies/fr/\(siren)", "api_token=essai").status,
                scene.ask("societe-com", "api/v1/entreprise/\(siren)/bilans", headers: Keys.societe).status,
                scene.ask("societe-com-pages", "societe/x-\(siren).html").status,
            ]

            #expect(statuses == [200, 200, 200, 200, paid, paid, paid, paid], "\(siren)")
        }
    }

    @Test func theLoadHasItsShares() {
        let companies = (0..<3000).compactMap { SyntheticCompany.company(SyntheticCompany.siren($0)) }
        func share(_ isCounted: (Company) -> Bool) -> Double { Double(companies.filter(isCounted).count) / 3000 }

        #expect(companies.count == 3000)
        #expect((0.35...0.55).contains(share { $0.latestFirst.first?.turnover ?? 0 > 0 }))
        #expect((0.25...0.45).contains(share { $0.latestFirst.first?.confidentiality == "Partiellement confidentiel" }))
        #expect((0.01...0.05).contains(share { $0.state == "C" }))
        #expect((0.002...0.02).contains(share(\.isMasked)))
        #expect((0.002...0.02).contains(share { $0.opposed == true }))
        #expect((0.005...0.04).contains(share { !$0.procedures.isEmpty }))
    }

    /// Turnover by closing day and kind of accounts, where it is known.
    private func ratios(_ siren: String) -> [String: Int] {
        keyed(
            rows(siren).filter { $0["chiffre_d_affaires"].number != 0 }.map {
                (
                    "\($0["date_cloture_exercice"].text ?? "") \($0["type_bilan"].text ?? "")",
                    $0["chiffre_d_affaires"].number
                )
            }
        )
    }

    private func rows(_ siren: String) -> [Document] {
        scene.document(
            "ratios-inpi-bce",
            "api/explore/v2.1/catalog/datasets/ratios_inpi_bce/records",
            "where=siren=%22\(siren)%22&order_by=date_cloture_exercice&limit=100"
        )["results"].elements
    }

    private func sheet(_ siren: String) -> [String: Int] {
        let sheet = scene.document("pappers", "v2/entreprise", "siren=\(siren)", headers: Keys.pappers)
        func years(_ list: String, _ kind: (String) -> String) -> [(String, Int?)] {
            sheet[list].elements.map {
                let closing = $0["date_de_cloture_exercice"].text ?? ""
                return ("\(closing) \(kind(closing))", $0["chiffre_affaires"].number)
            }
        }
        let kinds = Dictionary(
            (scene.catalogue.company(siren)?.accounts ?? []).filter { $0.statement != "K" }.map {
                ($0.closing, $0.statement)
            }
        ) { first, _ in first }
        return keyed(years("finances") { kinds[$0] ?? "" } + years("finances_consolidees") { _ in "K" })
    }

    private func inpi(_ siren: String) -> [String: Int] {
        let statements = Document(scene.inpi("api/companies/\(siren)/attachments").bytes)["bilansSaisis"].elements
        return keyed(
            statements.map { statement in
                let kind = statement["typeBilan"].text ?? ""
                let cells = kind == "S" ? ["210", "214", "218"].map { ($0, "m1") } : [("FJ", "m3")]
                let amounts = cells.compactMap { InpiTests.cell($0.0, $0.1, in: statement).flatMap { Int($0) } }
                return ("\(statement["dateCloture"].text ?? "") \(kind)", amounts.isEmpty ? nil : amounts.reduce(0, +))
            }
        )
    }

    private func societe(_ siren: String) -> [String: Int] {
        let years = scene.document("societe-com", "api/v1/entreprise/\(siren)/bilans", headers: Keys.societe)["data"]
        return keyed(
            years["bilans"].elements.map {
                (
                    "\($0["datecloture"].text ?? "") \($0["typebilan"].text ?? "")",
                    $0["rescatotal"].text.flatMap { Int($0) }
                )
            }
        )
    }

    private func keyed(_ years: [(String, Int?)]) -> [String: Int] {
        Dictionary(years.compactMap { key, value in value.map { (key, $0) } }) { first, _ in first }
    }
}
