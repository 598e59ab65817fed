import Testing

@testable import ProviderSandbox

/// Pappers: the sheet, what it costs, and the three ways of saying no.
@Suite struct PappersTests {
    private let scene: Scene
    private let shape: Shape

    init() throws {
        scene = try Scene()
        shape = try Shape("pappers")
    }

    @Test func aSheetHasTheDocumentedKeysAndYearsLatestFirst() throws {
        let sheet = self.sheet("552032534")

        #expect(sheet.keys.isSuperset(of: shape["sheet"]))
        #expect(sheet["siege"].keys.isSuperset(of: shape["siege"]))
        #expect(sheet["finances"].elements.allSatisfy { $0.keys.isSuperset(of: shape["finances"]) })
        #expect(sheet["comptes"].elements.allSatisfy { $0.keys.isSuperset(of: shape["comptes"]) })
        #expect(sheet["finances"].elements.map { $0["annee"].number } == [2023, 2022, 2021, 2020, 2019])
        #expect(sheet["finances"][0]["chiffre_affaires"].number == 699_000_000)
        #expect(sheet["finances_consolidees"][0]["chiffre_affaires"].number == 24_281_000_000)
        #expect(sheet["code_naf"].text?.contains(".") == true)
        #expect(sheet["numero_tva_intracommunautaire"].text == "FR27552032534")
    }

    @Test func hiddenAndShortYearsAreToldAsSuch() {
        let hidden = sheet(SyntheticCase.confidential.siren())
        let short = sheet(SyntheticCase.shortYear.siren())
        let gaps = sheet(SyntheticCase.gapYears.siren())

        #expect(hidden["finances"][0]["chiffre_affaires"].isNull)
        #expect(hidden["finances"][0]["resultat"].number != nil)
        #expect(hidden["comptes"][0]["confidentialite_compte_de_resultat"].flag == true)
        #expect(short["finances"][0]["duree_exercice"].number == 9)
        #expect(short["date_cloture_exercice"].text == "30 Septembre")
        #expect(gaps["finances"].elements.map { $0["annee"].number } == [2024, 2019, 2018])
        #expect(gaps["comptes"].elements.filter { $0["confidentialite"].flag == true }.count == 4)
    }

    @Test func endsProceduresAndOppositionsAreTold() {
        let ended = sheet(SyntheticCase.ceased.siren())
        let insolvent = sheet(SyntheticCase.liquidation.siren())
        let opposed = sheet(SyntheticCase.opposition.siren())

        #expect(ended["entreprise_cessee"].flag == true)
        #expect(ended["finances"].elements.isEmpty && ended.keys.contains("finances"))
        let types = insolvent["procedures_collectives"].elements.map { $0["type"].text }
        #expect(types == ["Redressement judiciaire", "Liquidation judiciaire"])
        #expect(insolvent["procedures_collectives"][0].keys == shape["procedure"])
        #expect(insolvent["procedure_collective_en_cours"].flag == true)
        #expect(opposed["diffusable"].flag == true)
        #expect(opposed["opposition_utilisation_commerciale"].flag == true)
        #expect(sheet(SyntheticCase.annulled.siren())["procedure_collective_existe"].flag == false)
    }

    @Test func contactsComeOnRequestAlone() {
        let siren = SyntheticCase.known.siren()
        let plain = sheet(siren)
        let asked = scene.document(
            "pappers",
            "v2/entreprise",
            "siren=\(siren)&champs_supplementaires=telephone,email,sites_internet",
            headers: Keys.pappers
        )

        #expect(plain.keys.isDisjoint(with: ["telephone", "email", "sites_internet"]))
        #expect(asked["telephone"].text?.hasPrefix("01 99 00") == true)
        #expect(asked["sites_internet"].elements.count == 1)
    }

    @Test func pricesAddUp() {
        func price(_ fields: String) -> Int {
            var asked = Asked()
            asked.query = Query("champs_supplementaires=\(fields)")
            return Pappers.price(of: asked)
        }

        #expect(price("") == 100)
        #expect(price("telephone,email") == 200)
        #expect(price("telephone,email,sites_internet,categorie_entreprise") == 300)
        #expect(price("scoring_financier") == 3100)
    }

    @Test func keysMayComeInTheQueryAndWrongOnesAreRefused() {
        #expect(scene.ask("pappers", "v2/entreprise", "siren=552032534&api_token=essai").status == 200)
        #expect(scene.ask("pappers", "v2/entreprise", "siren=552032534").status == 401)
        let refused = scene.ask("pappers", "v2/entreprise", "siren=552032534", headers: ["api-key": "bad"])
        #expect(refused.status == 401)
        #expect(Document(refused.bytes)["error"].text == "Clé API incorrecte.")
        #expect(scene.ask("pappers", "v2/entreprise", "siren=732829320", headers: Keys.pappers).status == 404)
        #expect(scene.ask("pappers", "v2/entreprise", "siren=12", headers: Keys.pappers).status == 400)
        #expect(scene.document("pappers", "v2/suivi-jetons", headers: Keys.pappers).keys == shape["jetons"])
    }

    @Test func aPartialAnswerIsNoWholeOne() {
        let answer = scene.ask(
            "pappers",
            "v2/entreprise",
            "siren=552032534",
            headers: Keys.pappers,
            variants: ["partial"]
        )

        #expect(answer.status == 206)
        #expect(Document(answer.bytes)["finances"].elements.isEmpty)
    }

    private func sheet(_ siren: String) -> Document {
        scene.document("pappers", "v2/entreprise", "siren=\(siren)", headers: Keys.pappers)
    }
}
