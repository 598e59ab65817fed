/// Where a stock file's columns stand, found by their names: INSEE added some over the years, so their places differ.
struct StockColumns: Sendable {
    private let places: [String: Int]
    /// How many columns each line must have.
    let count: Int

    /// - Throws: ``FileFault`` if the header is not that of `kind`.
    init(header: StockCells, kind: RegistryKind) throws(FileFault) {
        var places: [String: Int] = [:]
        for column in 0..<header.count {
            let name = String(decoding: header[column], as: UTF8.self).trimmedBlanks.lowercased()
            if places[name] == nil { places[name] = column }
        }
        self.places = places
        count = header.count
        let missing = kind.needed.filter { places[$0.lowercased()] == nil }
        guard missing.isEmpty else { throw Self.unknownHeader(kind, missing: missing, places) }
    }

    /// A column's place, or ``StockCells/absent``.
    subscript(_ name: String) -> Int { places[name.lowercased()] ?? StockCells.absent }

    private static func unknownHeader(_ kind: RegistryKind, missing: [String], _ places: [String: Int]) -> FileFault {
        let other = RegistryKind.allCases.first { other in
            other != kind && other.needed.allSatisfy { places[$0.lowercased()] != nil }
        }
        let advice =
            switch other {
            case .establishments?: " C’est le fichier des établissements\u{202F}: ajoutez --establishments."
            case .units?: " C’est le fichier des unités légales\u{202F}: retirez --establishments."
            case nil: ""
            }
        return FileFault(
            "unknown_header",
            "Ce n’est pas le fichier \(kind.file) de l’INSEE\u{202F}: il manque \(missing.prefix(4).joined(separator: ", "))"
                + (missing.count > 4 ? " et \(missing.count - 4) autres colonnes." : ".") + advice,
            line: 1
        )
    }
}

/// Which of INSEE's files.
enum RegistryKind: String, CaseIterable, Codable, Sendable {
    case units, establishments

    /// INSEE's name of the file.
    var file: String {
        switch self {
        case .units: "StockUniteLegale"
        case .establishments: "StockEtablissement"
        }
    }

    /// Columns without which a file is another. Those that came later are not among them.
    var needed: [String] {
        switch self {
        case .units:
            [
                "siren", "statutDiffusionUniteLegale", "dateCreationUniteLegale", "trancheEffectifsUniteLegale",
                "dateDernierTraitementUniteLegale", "categorieEntreprise", "etatAdministratifUniteLegale",
                "nomUniteLegale", "denominationUniteLegale", "categorieJuridiqueUniteLegale",
                "activitePrincipaleUniteLegale", "nomenclatureActivitePrincipaleUniteLegale",
            ]
        case .establishments:
            [
                "siren", "siret", "statutDiffusionEtablissement", "dateDernierTraitementEtablissement",
                "etablissementSiege", "codePostalEtablissement", "libelleCommuneEtablissement",
                "codeCommuneEtablissement",
            ]
        }
    }
}
