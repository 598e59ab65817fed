import Testing

@testable import ProviderSandbox

/// INSEE: the present state in the first period, and the five ways of not telling it.
@Suite struct SireneTests {
    private let scene: Scene
    private let shape: Shape

    init() throws {
        scene = try Scene()
        shape = try Shape("sirene")
    }

    @Test func aUnitHasItsPresentStateInTheFirstPeriod() {
        let answer = scene.document("sirene", "siren/433361193", headers: Keys.sirene)
        let unit = answer["uniteLegale"]
        let ended = scene.document("sirene", "siren/839517323", headers: Keys.sirene)["uniteLegale"]

        #expect(answer.keys == shape["envelope"])
        #expect(answer["header"].keys == shape["header"])
        #expect(unit.keys.isSuperset(of: shape["unit"]))
        #expect(unit["periodesUniteLegale"][0].keys.isSuperset(of: shape["period"]))
        #expect(unit["periodesUniteLegale"][0]["dateFin"].isNull)
        #expect(unit["periodesUniteLegale"][0]["etatAdministratifUniteLegale"].text == "A")
        let states = ended["periodesUniteLegale"].elements.map { $0["etatAdministratifUniteLegale"].text }
        #expect(states == ["C", "A"])
        #expect(!answer.paths.contains { $0.lowercased().contains("chiffre") })
    }

    @Test func theHeadOfficeIsFoundByItsSiretAlone() throws {
        let siret = try #require(scene.catalogue.company("533744991")?.siret)
        let office = scene.document("sirene", "siret/\(siret)", headers: Keys.sirene)["etablissement"]

        #expect(office["siret"].text == siret)
        #expect(office["uniteLegale"]["etatAdministratifUniteLegale"].text == "A")
        #expect(office["periodesEtablissement"][0]["etatAdministratifEtablissement"].text == "A")
        #expect(scene.ask("sirene", "siret/53374499199999", headers: Keys.sirene).status == 404)
    }

    @Test func personsWhoAskedForItAreMasked() {
        let unit = scene.document("sirene", "siren/\(SyntheticCase.nonDiffusible.siren())", headers: Keys.sirene)

        #expect(unit["uniteLegale"]["statutDiffusionUniteLegale"].text == "P")
        #expect(unit["uniteLegale"]["periodesUniteLegale"][0]["nomUniteLegale"].text == "[ND]")
        #expect(!String(describing: unit.value).contains("SYNTHETIQUE"))
    }

    @Test func doublonsSecretUnknownAndMalformedNumbersAreToldApart() {
        let doublon = scene.ask("sirene", "siren/\(SyntheticCase.duplicate.siren(7))", headers: Keys.sirene)

        #expect(doublon.status == 301)
        #expect(doublon.headers["Location"] == "/sirene/siren/\(SyntheticCase.known.siren(7))")
        #expect(scene.ask("sirene", "siren/\(SyntheticCase.undisclosed.siren())", headers: Keys.sirene).status == 403)
        #expect(scene.ask("sirene", "siren/732829320", headers: Keys.sirene).status == 404)
        #expect(scene.ask("sirene", "siren/73282932", headers: Keys.sirene).status == 400)
        #expect(scene.ask("sirene", "siren/433361193").status == 401)
        #expect(scene.ask("sirene", "siren/433361193", headers: ["x-insee-api-key-integration": "bad"]).status == 401)
    }
}
