import Foundation
import Testing

@testable import ProviderSandbox

/// BODACC: procedures, corrections, radiations and deposits, in every form that has been seen.
@Suite struct NoticeTests {
    private let scene: Scene
    private let path = "api/explore/v2.1/catalog/datasets/annonces-commerciales/records"

    init() throws { scene = try Scene() }

    @Test func aProcedureHasSeveralNatures() {
        let natures = notices(.liquidation, "familleavis=%22collective%22").map {
            nested($0, "jugement")["nature"].text
        }

        #expect(
            natures == [
                "Jugement d'ouverture d'une procédure de redressement judiciaire",
                "Jugement de conversion en liquidation judiciaire",
            ]
        )
    }

    @Test func correctionsNameTheNoticeTheyReplace() {
        for (kind, type) in [
            (SyntheticCase.annulled, "annulation"), (.corrected, "rectificatif"), (.reinstated, "rectificatif"),
        ] {
            let (first, second) = { ($0[0], $0[1]) }(notices(kind, "familleavis!=%22dpc%22"))
            let previous = nested(second, "parutionavisprecedent")
            let id = [
                previous["nomPublication"].text.map { String($0.suffix(1)) }, previous["numeroParution"].text,
                previous["numeroAnnonce"].number.map(String.init),
            ].compactMap { $0 }.joined()

            #expect(first["typeavis"].text == "annonce")
            #expect(second["typeavis"].text == type)
            #expect(id == first["id"].text)
        }
    }

    @Test func radiationsAndDepositsSayWhatTheyAre() {
        let radiation = notices(.radiation, "familleavis=%22radiation%22")[0]
        let open = notices(.known, "familleavis=%22dpc%22")
        let hidden = notices(.confidential, "familleavis=%22dpc%22")

        #expect(nested(radiation, "radiationaurcs")["radiationPM"].text == "O")
        #expect(nested(radiation, "radiationaurcs")["commentaire"].text == "Radiation d'office")
        #expect(open.count == 3 && hidden.count == 3)
        #expect(open.allSatisfy { nested($0, "depot").keys == ["dateCloture", "typeDepot"] })
        #expect(hidden.allSatisfy { nested($0, "depot")["descriptif"].text?.contains("L. 232-25") == true })
    }

    @Test func severalCompaniesAreAskedAtOnceSinceADayAndInOrder() {
        let sirens = [SyntheticCase.liquidation, .receivership, .radiation].map { "%22\($0.siren())%22" }
        let found = scene.document(
            "bodacc",
            path,
            "where=registre+IN+(\(sirens.joined(separator: ",")))+AND+dateparution%3E=date'2025-06-01'"
                + "+AND+familleavis!=%22dpc%22&order_by=dateparution+desc&limit=100"
        )["results"].elements

        #expect(found.map { $0["dateparution"].text } == ["2026-06-04", "2026-03-05", "2025-11-20"])
    }

    @Test func datesComeInThreeForms() {
        func date(_ variants: Set<String>) -> String? {
            nested(notices(.corrected, "familleavis=%22collective%22", variants)[0], "jugement")["date"].text
        }

        #expect(date([]) == "2026-02-03")
        #expect(date(["slashed_dates"]) == "03/02/2026")
        #expect(date(["worded_dates"]) == "3\u{a0}février 2026")
        let printed = notices(.liquidation, "familleavis=%22collective%22").map { nested($0, "jugement")["date"].text }
        #expect(printed == ["2025-03-11", "10\u{a0}novembre 2025"])
    }

    @Test func documentsAndRegistrationsComeInTwoForms() {
        let exported = notices(.radiation, "familleavis=%22radiation%22", ["objects", "registre_text", "person_list"])[
            0
        ]
        let siren = SyntheticCase.radiation.siren()

        #expect(exported["radiationaurcs"]["radiationPM"].text == "O")
        #expect(exported["listepersonnes"]["personne"].elements.count == 1)
        #expect(exported["registre"].text?.hasPrefix("\(siren),999 0") == true)
    }

    @Test func mojibakeIsWhatBecomesOfUTF8ReadAsLatin1() {
        let spoilt = notices(.receivership, "familleavis=%22collective%22", ["mojibake"])
        let nature = nested(spoilt[0], "jugement")["nature"].text

        #expect(nature?.contains("procÃ©dure") == true)
        let repaired = nature.flatMap { $0.data(using: .isoLatin1) }.map { String(decoding: $0, as: UTF8.self) }
        #expect(repaired == "Jugement d'ouverture d'une procédure de redressement judiciaire")
    }

    @Test func everythingIsExported() throws {
        let csv = scene.ask(
            "bodacc",
            path.replacing("records", with: "exports/csv"),
            "where=registre=%22\(SyntheticCase.radiation.siren())%22"
        )
        let lines = String(decoding: csv.bytes, as: UTF8.self).components(separatedBy: "\r\n")

        #expect(csv.type.hasPrefix("text/csv"))
        #expect(lines[0].hasPrefix("id;publicationavis;"))
        #expect(lines.filter { !$0.isEmpty }.count == 5)
    }

    private func notices(_ kind: SyntheticCase, _ condition: String, _ variants: Set<String> = []) -> [Document] {
        scene.document(
            "bodacc",
            path,
            "where=registre=%22\(kind.siren())%22+AND+\(condition)&order_by=dateparution&limit=100",
            variants: variants
        )["results"].elements
    }

    private func nested(_ notice: Document, _ field: String) -> Document { Document(text: notice[field].text) }
}
