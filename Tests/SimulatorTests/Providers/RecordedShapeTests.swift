import Foundation
import Testing

@testable import ProviderSandbox

/// Where recorded answers of INPI and INSEE lie beside the checkout: every place in them that holds something is a
/// place in ours too.
@Suite struct RecordedShapeTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    @Test(.enabled(if: RealPayloadTests.arePresent, "no recordings beside the checkout"))
    func everythingRecordedOfDepositsIsServed() throws {
        let recorded = try recording("inpi-rne/attachments_542065479_actes_bilans.json")
        let served = Document(scene.inpi("api/companies/542065479/attachments").bytes)
        let missing = try recording("inpi-rne/attachments_404.json")
        let unknown = scene.inpi("api/companies/732829320/attachments")

        #expect(recorded.paths.subtracting(served.paths) == [])
        #expect(unknown.status == 404)
        #expect(missing.keys.subtracting(Document(unknown.bytes).keys) == [])
        #expect(missing["errorCode"].text == Document(unknown.bytes)["errorCode"].text)
    }

    @Test(.enabled(if: RealPayloadTests.arePresent, "no recordings beside the checkout"))
    func theRecordedTurnoverIsOurs() throws {
        let recorded = try recording("inpi-rne/attachments_542065479_actes_bilans.json")["bilansSaisis"].elements
        let served = Document(scene.inpi("api/companies/542065479/attachments").bytes)["bilansSaisis"].elements
        func figures(_ statements: [Document]) -> [String: [String?]] {
            Dictionary(
                statements.map { statement in
                    let cells = [("FJ", "m3"), ("HN", "m1")].map { InpiTests.cell($0.0, $0.1, in: statement) }
                    return (statement["dateCloture"].text ?? "", cells)
                }
            ) { first, _ in first }
        }

        #expect(figures(recorded).count == 8)
        #expect(figures(recorded) == figures(served))
    }

    @Test(.enabled(if: RealPayloadTests.arePresent, "no recordings beside the checkout"))
    func everythingRecordedOfUnitsAndEstablishmentsIsServed() throws {
        let unit = scene.document("sirene", "siren/433361193", headers: Keys.sirene)
        let siret = try #require(scene.catalogue.company("533744991")?.siret)
        let office = scene.document("sirene", "siret/\(siret)", headers: Keys.sirene)
        let cassettes = try FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: "sirene/insee-api-3.11").path
        )
        var compared = 0

        for name in cassettes.sorted() where name.hasSuffix("_200.json") {
            let recorded = try recording("sirene/insee-api-3.11/\(name)")
            let served = recorded.keys.contains("uniteLegale") ? unit : office
            guard recorded.keys.contains("uniteLegale") || recorded.keys.contains("etablissement") else { continue }
            #expect(recorded.paths.subtracting(served.paths) == [], "\(name)")
            compared += 1
        }
        #expect(compared >= 8)
    }

    @Test(.enabled(if: RealPayloadTests.arePresent, "no recordings beside the checkout"))
    func refusalsAreWordedAsRecorded() throws {
        func message(_ name: String) throws -> String {
            let text = try recording("sirene/insee-api-3.11/\(name).json")["header"]["message"].text ?? ""
            return text.replacing(#/\d{9,14}/#, with: "#")
        }
        func ours(_ path: String) -> String {
            let text = scene.document("sirene", path, headers: Keys.sirene)["header"]["message"].text ?? ""
            return text.replacing(#/\d{9,14}/#, with: "#")
        }

        #expect(ours("siren/\(SyntheticCase.duplicate.siren())") == (try message("siren_redirected_1_301")))
        #expect(ours("siren/\(SyntheticCase.undisclosed.siren())") == (try message("siren_gendarmerie_limousin_1_403")))
        #expect(ours("siren/732829320") == (try message("siren_non_existent_1_404")))
        #expect(ours("siret/73282932000074") == (try message("siret_non_existent_1_404")))
    }

    private var folder: URL { RealPayloadTests.recordings }

    private func recording(_ path: String) throws -> Document {
        Document(Array(try Data(contentsOf: folder.appending(path: path))))
    }
}
