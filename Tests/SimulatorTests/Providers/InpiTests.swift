import Foundation
import Testing

@testable import ProviderSandbox

/// INPI: a login, the formality with its flags, and deposits cell by cell.
@Suite struct InpiTests {
    private let scene: Scene
    private let shape: Shape

    init() throws {
        scene = try Scene()
        shape = try Shape("inpi")
    }

    @Test func nothingIsToldWithoutAToken() {
        let login = scene.ask("inpi", "api/sso/login", body: #"{"username": "essai", "password": "bad"}"#)
        let company = scene.ask("inpi", "api/companies/542065479", headers: ["authorization": "Bearer forged"])

        for refused in [login, company] {
            #expect(refused.status == 401)
            #expect(Document(refused.bytes)["errorCode"].text == "unauthorized")
            #expect(Document(refused.bytes)["message"].text == "Identifiants invalides.")
            #expect(Document(refused.bytes).keys.isSuperset(of: shape["refusal"]))
        }
        #expect(scene.inpi("api/companies/732829320").status == 404)
        #expect(Document(scene.inpi("api/companies/732829320").bytes)["errorCode"].text == "company_not_found")
    }

    @Test func aTokenLivesForAnHourOfTheScriptedClock() {
        let login = Document(
            scene.ask("inpi", "api/sso/login", body: #"{"username": "essai", "password": "essai"}"#).bytes
        )
        let headers = ["authorization": "Bearer " + (login["token"].text ?? "")]
        func status() -> Int { scene.ask("inpi", "api/companies/542065479", headers: headers).status }

        #expect(login.keys.isSuperset(of: shape["login"]))
        #expect(status() == 200)
        scene.state.clock.advance(by: 3590)
        #expect(status() == 200)
        scene.state.clock.advance(by: 20)
        #expect(status() == 401)
    }

    @Test func aFormalityTellsWhatThePersonIsAndWhetherItMayBeProspected() throws {
        let company = Document(scene.inpi("api/companies/542065479").bytes)
        let formality = company["formality"]
        let trader = Document(scene.inpi("api/companies/\(SyntheticCase.soleTrader.siren())").bytes)["formality"]
        let opposed = Document(scene.inpi("api/companies/\(SyntheticCase.registryFlag.siren())").bytes)["formality"]
        let struckOff = Document(scene.inpi("api/companies/\(SyntheticCase.radiation.siren())").bytes)["formality"]

        #expect(company.keys.isSuperset(of: shape["company"]))
        #expect(formality.keys.isSuperset(of: shape["formality"]))
        #expect(formality["typePersonne"].text == "M")
        #expect(formality["diffusionCommerciale"].flag == true)
        #expect(formality["content"]["natureCreation"].keys.isSuperset(of: shape["natureCreation"]))
        let entreprise = formality["content"]["personneMorale"]["identite"]["entreprise"]
        #expect(entreprise.keys.isSuperset(of: shape["entreprise"]))
        #expect(entreprise["codeApe"].text?.contains(".") == false)
        #expect(trader["typePersonne"].text == "P")
        #expect(trader["content"]["natureCreation"]["microEntreprise"].flag == true)
        #expect(opposed["diffusionCommerciale"].flag == false)
        let notes = struckOff["content"]["personneMorale"]["observations"]["rcs"]
        #expect(notes.elements.map { $0["texte"].text } == ["Radiation d'office"])
    }

    @Test func theTurnoverOfEightYearsStandsInItsCell() throws {
        let attachments = Document(scene.inpi("api/companies/542065479/attachments").bytes)
        let statements = attachments["bilansSaisis"].elements
        let turnover = statements.map { Self.cell("FJ", "m3", in: $0) }
        let before = statements.map { Self.cell("FJ", "m4", in: $0) }

        #expect(attachments.keys == shape["attachments"])
        #expect(attachments["bilans"].elements.allSatisfy { $0.keys.isSuperset(of: shape["bilan"]) })
        #expect(statements.allSatisfy { $0.keys.isSuperset(of: shape["bilanSaisi"]) })
        #expect(statements[0]["bilanSaisi"]["bilan"]["identite"].keys.isSuperset(of: shape["identite"]))
        #expect(statements.map { $0["dateCloture"].text?.prefix(4) } == (2016...2023).reversed().map { "\($0)" })
        #expect(turnover[0] == "000069825990000")
        #expect(turnover.allSatisfy { $0?.count == 15 })
        #expect(Array(before.dropLast()) == Array(turnover.dropFirst()))
        #expect(before.last == "")
        #expect(statements.map { Self.cell("HN", "m1", in: $0) }[0] == "000001726771000")
    }

    @Test func simplifiedAccountsHoldTheTurnoverInThreeLines() throws {
        let statements = Document(scene.inpi("api/companies/410896898/attachments").bytes)["bilansSaisis"].elements
        let sums = statements.map { statement in
            ["210", "214", "218"].compactMap { Self.cell($0, "m1", in: statement).flatMap { Int($0) } }.reduce(0, +)
        }

        #expect(sums == [615_170, 679_750, 601_380, 717_960])
        #expect(Self.cell("310", "m1", in: statements[0]) == "000000000012520")
    }

    @Test func aSecretYearIsAFileAloneAndAHiddenOneABalanceSheetAlone() throws {
        let secret = Document(
            scene.inpi("api/companies/\(SyntheticCase.whollyConfidential.siren())/attachments").bytes
        )
        let hidden = Document(scene.inpi("api/companies/\(SyntheticCase.confidential.siren())/attachments").bytes)
        let short = Document(scene.inpi("api/companies/\(SyntheticCase.shortYear.siren())/attachments").bytes)

        #expect(
            secret["bilans"].elements.map { $0["confidentiality"].text } == Array(repeating: "Confidentiel", count: 3)
        )
        #expect(secret["bilansSaisis"].elements.isEmpty)
        let sheet = hidden["bilansSaisis"][0]
        #expect(sheet["bilanSaisi"]["bilan"]["identite"]["codeConfidentialite"].text == "2")
        #expect(Self.cell("FJ", "m3", in: sheet) == nil && Self.cell("210", "m1", in: sheet) == nil)
        #expect(short["bilansSaisis"][0]["bilanSaisi"]["bilan"]["identite"]["dureeExerciceN"].text == "09")
    }

    @Test func aStatementIsFoundByItsId() throws {
        let listed = Document(scene.inpi("api/companies/542065479/attachments").bytes)["bilansSaisis"][2]
        let id = try #require(listed["id"].text)
        let found = Document(scene.inpi("api/bilans-saisis/\(id)").bytes)

        #expect(found["dateCloture"].text == listed["dateCloture"].text)
        #expect(scene.inpi("api/bilans-saisis/0123").status == 404)
    }

    @Test func cellsHoldFifteenCharacters() {
        #expect(InpiLiasse.cell(69_825_990_000) == "000069825990000")
        #expect(InpiLiasse.cell(-1500) == "-00000000001500")
        #expect(InpiLiasse.cell(nil) == "")
    }

    static func cell(_ code: String, _ column: String, in statement: Document) -> String? {
        let pages = statement["bilanSaisi"]["bilan"]["detail"]["pages"].elements
        return pages.flatMap { $0["liasses"].elements }.first { $0["code"].text == code }?[column].text
    }
}
