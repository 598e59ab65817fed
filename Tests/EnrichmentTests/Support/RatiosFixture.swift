import Foundation
import FrenchBusiness
import Postgres
import TestSupport

@testable import Enrichment

/// Bulk files of ratios_inpi_bce, made up; the columns are the dataset's.
enum RatiosFixture {
    static let header =
        "Siren;Date_cloture_exercice;Chiffre_d_affaires;Marge_brute;EBE;EBIT;Resultat_net;Marge_EBE;type_bilan;confidentiality"

    static func row(
        _ siren: String,
        _ closing: String,
        _ turnover: String,
        kind: String = "C",
        _ confidentiality: String = "Public"
    ) -> String {
        "\(siren);\(closing);\(turnover);;;;1000;;\(kind);\(confidentiality)"
    }

    static func file(_ rows: [String], header: String = header) -> String {
        ([header] + rows).joined(separator: "\n") + "\n"
    }

    /// In pieces of so many bytes.
    static func pieces(_ text: String, of size: Int = 1000) -> AsyncStream<[UInt8]> {
        let bytes = Array(text.utf8)
        return AsyncStream { stream in
            for start in stride(from: 0, to: bytes.count, by: size) {
                stream.yield(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            stream.finish()
        }
    }

    /// Reads a file without a database.
    static func read(_ text: String, of size: Int = 1000) throws -> RatioReader {
        var reader = RatioReader(slot: 0)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try reader.feed(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        try reader.finish()
        return reader
    }
}

extension Scene {
    @discardableResult
    func load(
        _ text: String,
        date: String = "2026-09-20",
        allowsSmaller: Bool = false,
        fewRows: Int = RatiosLoad.fewRows
    ) async throws -> RatiosReport {
        let load = RatiosLoad(
            config: database.config(role: "filon_enrichment"),
            wish: .init(
                filename: "ratios.csv",
                date: CivilDate(parsing: date) ?? .earliest,
                allowsSmaller: allowsSmaller
            ),
            fewRows: fewRows,
            now: { [time] in time.now }
        )
        return try await load.run(RatiosFixture.pieces(text))
    }

    /// Calls about turnover.
    var turnoverCalls: Int { providers.questions.count { $0.isAboutTurnover } }
}
