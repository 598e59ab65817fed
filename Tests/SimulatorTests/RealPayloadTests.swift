import Foundation
import Testing

/// The documented shapes agree with recorded answers of the real services, where such recordings lie beside the
/// checkout.
@Suite struct RealPayloadTests {
    static let recordings = Fixtures.folder
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data")
    static var arePresent: Bool { FileManager.default.fileExists(atPath: recordings.path) }

    /// Keys that the public service does not send, or sends only for other kinds of search.
    private static let reserved: Set = ["admin", "immatriculation", "slug", "etablissements", "bodacc"]

    @Test(.enabled(if: arePresent, "no recordings beside the checkout"))
    func everyRecordedKeyOfACompanyIsServed() throws {
        let shape = try shape("recherche-entreprises")
        for name in ["533744991", "300025764", "302474648", "842019051"] {
            let document = try recording("recherche-entreprises/search-\(name).json")["result"] as? [String: Any]
            let result = try #require((document?["results"] as? [[String: Any]])?.first)

            #expect(keys(document) == Set(shape["envelope"] ?? []))
            #expect(keys(result).subtracting(Self.reserved) == Set(shape["result"] ?? []))
            #expect(keys(result["siege"]) == Set(shape["siege"] ?? []))
            #expect(keys(result["complements"]) == Set(shape["complements"] ?? []))
        }
    }

    @Test(.enabled(if: arePresent, "no recordings beside the checkout"))
    func everyRecordedFieldOfTheDatasetsIsServed() throws {
        let ratios = try recording("ratios-inpi-bce/donnees-financieres.json")["records"] as? [[String: Any]] ?? []
        let notices =
            try recording("bodacc/ganymede_radiation_dpc_confidentiel.json")["records"] as? [[String: Any]] ?? []

        #expect(!ratios.isEmpty && !notices.isEmpty)
        for row in ratios {
            #expect(keys(row["fields"]).isSubset(of: try shape("ratios-inpi-bce")["record"] ?? []))
        }
        for row in notices { #expect(keys(row["fields"]).isSubset(of: try shape("bodacc")["record"] ?? [])) }
    }

    private func recording(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: Self.recordings.appending(path: path))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    private func shape(_ provider: String) throws -> [String: [String]] {
        try Fixtures.object("providers/shapes.json")[provider] as? [String: [String]] ?? [:]
    }

    private func keys(_ value: Any?) -> Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
}
