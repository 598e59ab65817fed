import Foundation
import NIOCore

@testable import Ingest

/// Files in INSEE's shapes, of made-up companies.
enum StockFile {
    static let unitHeader = [
        "siren", "statutDiffusionUniteLegale", "unitePurgeeUniteLegale", "dateCreationUniteLegale", "sigleUniteLegale",
        "prenom1UniteLegale", "prenomUsuelUniteLegale", "pseudonymeUniteLegale", "trancheEffectifsUniteLegale",
        "dateDernierTraitementUniteLegale", "categorieEntreprise", "etatAdministratifUniteLegale", "nomUniteLegale",
        "nomUsageUniteLegale", "denominationUniteLegale", "denominationUsuelle1UniteLegale",
        "categorieJuridiqueUniteLegale", "activitePrincipaleUniteLegale", "nomenclatureActivitePrincipaleUniteLegale",
        "activitePrincipaleNAF25UniteLegale",
    ]
    static let placeHeader = [
        "siren", "nic", "siret", "statutDiffusionEtablissement", "dateDernierTraitementEtablissement",
        "etablissementSiege", "codePostalEtablissement", "libelleCommuneEtablissement", "codeCommuneEtablissement",
    ]

    /// A sound company, changed as told: `["siren": "732829320", "denominationUniteLegale": ""]`.
    static func unit(_ siren: String, _ changes: [String: String] = [:]) -> [String: String] {
        var cells = [
            "siren": siren, "statutDiffusionUniteLegale": "O", "dateCreationUniteLegale": "2010-03-01",
            "trancheEffectifsUniteLegale": "01", "dateDernierTraitementUniteLegale": "2026-01-10T04:05:06",
            "categorieEntreprise": "PME", "etatAdministratifUniteLegale": "A",
            "denominationUniteLegale": "MENUISERIE \(siren)",
            "categorieJuridiqueUniteLegale": "5499", "activitePrincipaleUniteLegale": "43.32A",
            "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
        ]
        cells.merge(changes) { $1 }
        return cells
    }

    static func place(_ siren: String, _ changes: [String: String] = [:]) -> [String: String] {
        var cells = [
            "siren": siren, "nic": "00010", "siret": siren + "00010", "statutDiffusionEtablissement": "O",
            "dateDernierTraitementEtablissement": "2026-01-10T04:05:06", "etablissementSiege": "true",
            "codePostalEtablissement": "69003", "libelleCommuneEtablissement": "LYON",
            "codeCommuneEtablissement": "69383",
        ]
        cells.merge(changes) { $1 }
        return cells
    }

    static func text(_ rows: [[String: String]], header: [String] = unitHeader) -> String {
        let lines = rows.map { row in
            header.map { name in
                let cell = row[name] ?? ""
                return cell.contains(",") ? "\"\(cell)\"" : cell
            }.joined(separator: ",")
        }
        return ([header.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    static func places(_ rows: [[String: String]]) -> String { text(rows, header: placeHeader) }

    /// SIRENs with right keys, from a count.
    static func siren(_ number: Int) -> String {
        let first = String(format: "%08d", number)
        let sum = first.utf8.enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element - 48) * (digit.offset % 2 == 1 ? 2 : 1)
            return sum + (value > 9 ? value - 9 : value)
        }
        return first + String((10 - sum % 10) % 10)
    }
}

/// What a file becomes, without a database.
struct StockOutcome {
    var rows: [[String]]
    var count: StockCount

    /// - Parameter piece: bytes that arrive at once.
    static func of(_ bytes: [UInt8], _ kind: RegistryKind = .units, piece: Int = 1 << 16) throws -> StockOutcome {
        let copy = StockCopy(kind)
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + piece)
            try bytes[start..<end].withUnsafeBytes { try copy.read($0) }
            start = end
        }
        try copy.finish()
        let text = String(decoding: copy.rows.bytes, as: UTF8.self)
        return StockOutcome(
            rows: text.split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            },
            count: copy.count
        )
    }

    static func of(_ text: String, _ kind: RegistryKind = .units) throws -> StockOutcome {
        try of(Array(text.utf8), kind)
    }

    /// `["siren_key": 1]`
    var reasons: [String: Int] {
        Dictionary(uniqueKeysWithValues: count.tally.reasons.map { ($0.code, $0.count) })
    }
    func lines(_ code: String) -> [Int] { count.tally.reasons.first { $0.code == code }?.lines ?? [] }
}
