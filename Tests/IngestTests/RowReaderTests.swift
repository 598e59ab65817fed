import FrenchBusiness
import Testing

@testable import Ingest

@Suite struct RowReaderTests {
    private func read(_ values: KeyValuePairs<String, String>) throws(RowFault) -> ReadRow {
        try RowReader(plan: ColumnPlan(headers: values.map(\.key))).read(values.map(\.value))
    }

    @Test(arguments: [
        ("SIREN", ListField.siren), ("N° SIREN", .siren), ("Numéro SIRET", .siret), ("Dénomination", .name),
        ("raison_sociale", .name), ("Nom de l’entreprise", .name), ("CODE POSTAL", .postcode), ("Cp", .postcode),
        ("Ville", .city), ("Code APE", .naf), ("E-mail", .email), ("Adresse e-mail", .email), ("Téléphone", .phone),
        ("tél.", .phone), ("Site web", .website), ("Contact", .contact), ("Fonction", .function),
        ("Propriétaire", .owner), ("Étape", .stage), ("prochaine_action", .nextStep), ("Note", .note),
        ("Chiffre d'affaires", .turnover), ("CA", .turnover),
    ])
    func headersAreKnownInAnyCaseAndAccent(header: String, field: ListField) {
        #expect(ListField(header: header) == field)
    }

    @Test func anAirtableRowHoldsCompanyContactOwnerStageStepAndNote() throws {
        let row = try read([
            "Entreprise": "Menuiserie Durand", "SIREN": "732 829 320", "Contact": "Marie Durand",
            "Fonction": "Gérante", "Téléphone": "01.23.45.67.89", "Email": "Marie.Durand@Exemple.FR",
            "Propriétaire": "idf@filon.example", "Étape": "Qualifié", "Prochaine action": "Rappeler le 12/01/2027",
            "CA": "150 k€", "Note": "Vu au salon", "Record ID": "rec123", "Code postal": "75 008",
        ])

        #expect(row.siren == SIREN("732829320"))
        #expect(row.company[Column.postcode] == "75008")
        #expect(
            row.contact == [
                Column.name: "Marie Durand", Column.function: "Gérante", Column.email: "marie.durand@exemple.fr",
                Column.phone: "+33123456789", Column.phoneRaw: "01.23.45.67.89",
            ]
        )
        #expect(
            row.lead == [
                Column.ownerHint: "idf@filon.example", Column.stageHint: "Qualifié",
                Column.nextStep: "Rappeler le 12/01/2027", Column.nextStepOn: "2027-01-12",
                Column.turnoverHint: "15000000", Column.note: "Vu au salon",
            ]
        )
        #expect(row.extra == ["Record ID": "rec123"])
        #expect(row.remark == nil)
    }

    @Test(
        arguments: [
            (["SIREN": "732829321"], "siren_wrong_key", "SIREN"),
            (["siren": "73282932"], "siren_wrong_length", "siren"),
            (["siren": "7,32829E+08"], "siren_not_digits", "siren"),
            (["siren": "000000000"], "siren_placeholder", "siren"),
            (["siret": "73282932000075"], "siret_wrong_key", "siret"),
            (["siren": "552100554", "siret": "73282932000074"], "siren_siret_mismatch", "siret"),
        ] as [([String: String], String, String)]
    )
    func aWrongNumberRefusesTheRow(values: [String: String], code: String, column: String) {
        let fault = #expect(throws: RowFault.self) { try JSONRow.read(values) }
        #expect(fault?.code == code)
        #expect(fault?.column == column)
        #expect(fault?.message.contains("7328") == false)
    }

    @Test func eitherNumberMayStandInEitherColumn() throws {
        #expect(try read(["siren": "73282932000074"]).company[Column.siret] == "73282932000074")
        #expect(try read(["siret": "732829320"]).siren == SIREN("732829320"))
        #expect(try read(["siret": "732 829 320 00074"]).siren == SIREN("732829320"))
    }

    @Test func aRowWithoutNumberIsKeyedByNameAndPlace() throws {
        let row = try read(["nom": "  L'Été — Cœur & Fils ", "cp": "31000"])

        #expect(row.siren == nil)
        #expect(row.matchKey == "l ete coeur fils|31000")
    }

    @Test func aRowAboutNobodyIsRefused() {
        #expect(throws: RowFault.nobody) { try read(["ville": "Paris", "nom": " "]) }
        #expect(throws: RowFault.nobody) { try read(["nom": "—"]) }
    }

    @Test func whatIsNotUnderstoodIsKeptAndRemarkedUpon() throws {
        let row = try read([
            "nom": "ACME", "email": "pas une adresse", "telephone": "voir fiche", "cp": "??", "naf": "zz",
            "site": "aucun",
            "ca": "1.234 €",
        ])

        #expect(
            row.extra == [
                "email": "pas une adresse", "telephone": "voir fiche", "cp": "??", "naf": "zz", "site": "aucun",
                "ca": "1.234 €",
            ]
        )
        #expect(row.contact.isEmpty)
        #expect(row.remark?.code == "postcode_unreadable")
    }

    @Test func aSecondColumnOfTheSameMeaningFillsInOrIsKept() throws {
        let filled = try read(["nom": "ACME", "telephone": "", "mobile": "06 12 34 56 78"])
        let both = try read(["nom": "ACME", "telephone": "01 23 45 67 89", "mobile": "06 12 34 56 78"])

        #expect(filled.contact[Column.phone] == "+33612345678")
        #expect(both.contact[Column.phone] == "+33123456789")
        #expect(both.extra == ["mobile": "06 12 34 56 78"])
    }

    @Test func aNextStepMayBeADayAlone() throws {
        let row = try read(["nom": "ACME", "prochaine_action": "2026-12-03"])

        #expect(row.lead == [Column.nextStepOn: "2026-12-03"])
    }

    @Test func aValueTooLongForItsFieldIsRefusedByItsColumn() {
        let fault = #expect(throws: RowFault.self) { try read(["Raison sociale": String(repeating: "é", count: 501)]) }
        #expect(fault?.code == "value_too_long")
        #expect(fault?.column == "Raison sociale")
    }

    @Test func jsonValuesAreReadAsCells() throws {
        let json =
            #"{"siren": 732829320, "nom": "ACME", "Tags": ["a", "b"], "actif": true, "vide": null, "geo": {"x": 1}}"#

        let row = try JSONRow.read(Array(json.utf8))

        #expect(row.siren == SIREN("732829320"))
        #expect(row.extra == ["Tags": "a, b", "actif": "true", "geo": "x: 1"])
        #expect(throws: RowFault.notAnObject) { try JSONRow.read(Array("[1]".utf8)) }
        #expect(throws: RowFault.nulByte) { try JSONRow.read(Array(#"{"nom": "a\u0000b"}"#.utf8)) }
    }

    @Test(arguments: ["Société", "Entreprise", "raison_sociale", "Dénomination"])
    func besideACompanysColumnABareNameIsThePersons(header: String) throws {
        let row = try read(["Nom": "Durand", "Prénom": "Marie", header: "Menuiserie du Parc"])

        #expect(row.company[Column.name] == "Menuiserie du Parc")
        #expect(row.contact == [Column.name: "Marie Durand"])
        #expect(row.extra.isEmpty)
        #expect(try read([header: "Menuiserie du Parc", "nom": "Durand"]).contact == [Column.name: "Durand"])
    }

    @Test func aBareNameAloneIsTheCompanys() throws {
        let row = try read(["nom": "ACME", "prénom": "Marie", "ville": "Paris"])

        #expect(row.company[Column.name] == "ACME")
        #expect(row.contact == [Column.name: "Marie"])
    }

    @Test func aKeyWithANulIsRefusedAndNotLeftToTheDatabase() {
        let json = #"{"siren": "732829320", "a\u0000": "x"}"#
        #expect(throws: RowFault.nulByte) { try JSONRow.read(Array(json.utf8)) }
    }
}
