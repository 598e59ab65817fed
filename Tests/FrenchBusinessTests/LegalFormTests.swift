import FrenchBusiness
import Testing

@Suite struct LegalFormTests {
    @Test(arguments: [
        ("5499", "SARL", true), ("5498", "EURL", true), ("5710", "SAS", true), ("5720", "SASU", true),
        ("5599", "SA", true), ("5699", "SA à directoire", true), ("5510", "SA", true),
        ("1000", "Entrepreneur individuel", false),
        ("6540", "SCI", false), ("9220", "Association", false), ("7210", "Commune", false), ("5202", "SNC", false),
        ("6317", "Coopérative agricole", true), ("5999", "Société commerciale", false),
        ("0000", "Forme juridique 0000", false),
    ])
    func `forms have a short name and file accounts or not`(code: String, label: String, deposits: Bool) throws {
        let form = try #require(LegalForm(code))
        #expect(form.label == label)
        #expect(form.depositsAccounts == deposits)
    }

    @Test func `persons, associations and public bodies are told apart`() throws {
        #expect(LegalForm("1000")?.isSoleTrader == true && LegalForm("5498")?.isSoleTrader == false)
        #expect(LegalForm("9230")?.isAssociation == true && LegalForm("9240")?.isAssociation == false)
        #expect(LegalForm("7348")?.isPublicBody == true && LegalForm("4110")?.isPublicBody == true)
        #expect(LegalForm("5458")?.isCooperative == true && LegalForm("5499")?.isCooperative == false)
        #expect(LegalForm("549") == nil && LegalForm("54999") == nil && LegalForm("54A9") == nil)
    }

    @Test(.enabled(if: ReferenceData.isPresent, "official nomenclatures are not beside the checkout"))
    func `every official form has a name, and cooperatives are found`() throws {
        let official = try ReferenceData.dictionary("nomenclatures/natures-juridiques.json")
        for (code, name) in official where code != "0000" {
            let form = try #require(LegalForm(code))
            #expect(!form.label.hasPrefix("Forme juridique"), "\(code)")
            #expect(form.label.count <= 40)
            let isNamedSo = name.frenchFolded.contains("cooperativ") || name.contains("CUMA")
            if isNamedSo { #expect(form.isCooperative, "\(code) \(name)") }
        }
    }
}
