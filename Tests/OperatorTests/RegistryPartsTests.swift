import Foundation
import Testing

@testable import Operator

/// What the tool makes of the universe without asking anybody.
@Suite struct RegistryPartsTests {
    private static func page(_ text: String) throws -> RegistryPage {
        try OutputJSON.decode(RegistryPage.self, from: Array(text.utf8))
    }

    private static let answer = """
        {"units":[{"siren":"732829320","name":"DUPONT, \\"CHEZ LUI\\"","naf":"43.32A","naf25":"43.32G","legal_form":"5499",
        "workforce_band":"01","city":"LYON","postcode":"69003","departement":"69","state":"A","diffusion":"O",
        "created_on":"2010-03-01"},{"siren":"552100554","name":"","state":"A","diffusion":"O"}],
        "next":"552100554","count":{"value":10000,"more":true}}
        """

    @Test func aSelectionIsAListThatTheDoorTakes() throws {
        let page = try Self.page(Self.answer)
        let list = RegistrySelection(units: page.units, isCut: true).list
        #expect(
            String(decoding: list, as: UTF8.self) == """
                siren,denomination,code_postal,ville,naf
                732829320,"DUPONT, ""CHEZ LUI""\",69003,LYON,43.32A
                552100554,,,,

                """
        )
    }

    @Test func aPageShowsWhatThereIsAndHowToGoOn() throws {
        let lines = try Self.page(Self.answer).table.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("732829320 43.32A 69   01   2010  DUPONT"))
        #expect(lines[2].contains("Sans nom"))
        #expect(lines[3] == "more than 10000 found; the next page: --after 552100554")
    }

    @Test func aReportNamesReasonsAndTheirFirstLines() throws {
        let text = """
            {"id":"x","kind":"units","mode":"changes","lines":9,"stored":7,"passed_over":0,"refused":2,"flagged":6,
            "doubled":1,"created":2,"updated":3,"unchanged":1,"registry_rows":12,"data_until":"2026-10-31T03:05:06Z",
            "reasons":[{"code":"siren","weight":"refused","message":"m","count":6,"lines":[2,3,4,5,6,7]},
            {"code":"purged","weight":"note","message":"n","count":1,"lines":[]}],"seconds":{"stored":1.5},"started_at":"t"}
            """
        let report = try OutputJSON.decode(RegistryReport.self, from: Array(text.utf8))
        #expect(report.faults == ["refused 6 × siren: m (line 2, 3, 4, 5, 6…)", "note 1 × purged: n"])
        #expect(
            report.sentence
                == "9 lines: 7 stored, 2 refused, 6 values flagged, 1 named twice, 2 new, 3 changed, 1 not newer. "
                + "The universe has 12 units, data until 2026-10-31."
        )
        // Printed as it came.
        let printed = try OutputJSON.text(report)
        #expect(printed.contains("\"registry_rows\":12") && printed.contains("\"passed_over\":0"))
        #expect(printed.contains("\"seconds\":{\"stored\":1.5}"))
    }

    @Test func whatCannotBeReadIsSaidBeforeAnythingIsAsked() {
        #expect(throws: OperatorError.self) { try UploadSource("/nowhere/at/all.csv") }
    }
}
