import FrenchBusiness

/// Understands one row of a list. Pure: the same row is read the same way through every door.
///
/// A wrong SIREN or SIRET refuses the row, since it may be another company's. Anything else that cannot be understood
/// (an address, a number, an amount) is kept as it is under its header, and the row stands.
struct RowReader: Sendable {
    let plan: ColumnPlan

    func read(_ cells: [String]) throws(RowFault) -> ReadRow {
        var values: [ListField: (header: String, text: String)] = [:]
        var row = ReadRow()
        for (column, cell) in zip(plan.columns, cells) {
            let text = cell.trimmedBlanks
            guard !text.isEmpty else { continue }
            guard !text.utf8.contains(0) else { throw .nulByte }
            if let field = column.meaning, values[field] == nil {
                values[field] = (column.header, text)
            } else {
                row.extra[column.header] = text
            }
        }
        try identify(values, &row)
        try RowReader.company(values, &row)
        try RowReader.contact(values, &row)
        try RowReader.lead(values, &row)
        row.matchKey = MatchKey.make(name: row.company[Column.name], postcode: row.company[Column.postcode])
        guard row.siren != nil || row.matchKey != nil else { throw .nobody }
        return row
    }

    private func identify(_ values: [ListField: (header: String, text: String)], _ row: inout ReadRow) throws(RowFault)
    {
        let siren = try values[.siren].map { given throws(RowFault) in try IdentifierCell.read(given, expected: "SIREN")
        }
        let siret = try values[.siret].map { given throws(RowFault) in try IdentifierCell.read(given, expected: "SIRET")
        }
        if let siren, let siret, siren.siren != siret.siren {
            throw RowFault(
                "siren_siret_mismatch",
                column: values[.siret]?.header,
                "Le SIRET n’est pas celui d’un établissement de ce SIREN. Corrigez l’un des deux."
            )
        }
        row.siren = siren?.siren ?? siret?.siren
        row.company[Column.siren] = row.siren?.text
        row.company[Column.siret] = (siret?.siret ?? siren?.siret)?.text
    }
}

extension RowFault {
    static let nobody = RowFault(
        "no_identity",
        "La ligne ne dit pas de quelle entreprise il s’agit. Donnez un SIREN, un SIRET ou un nom."
    )

    static func tooLong(_ column: String, limit: Int) -> RowFault {
        RowFault("value_too_long", column: column, "La valeur dépasse \(limit) caractères. Raccourcissez-la.")
    }
}

/// A SIREN or SIRET as typed: people put either into either column.
enum IdentifierCell {
    typealias Found = (siren: SIREN, siret: SIRET?)

    static func read(_ given: (header: String, text: String), expected: String) throws(RowFault) -> Found {
        do {
            let digits = given.text.unicodeScalars.count { ("0"..."9").contains($0) }
            if digits == 14 {
                let siret = try SIRET(userInput: given.text)
                return (siret.siren, siret)
            }
            if expected == "SIREN" || digits == 9 { return (try SIREN(userInput: given.text), nil) }
            let siret = try SIRET(userInput: given.text)
            return (siret.siren, siret)
        } catch {
            throw fault(error, given.header, expected)
        }
    }

    private static func fault(_ error: IdentifierError, _ header: String, _ expected: String) -> RowFault {
        let kind = expected.lowercased()
        let advice = "Mettez la colonne au format Texte dans le tableur et ressaisissez le numéro."
        return switch error {
        case .empty: RowFault("\(kind)_empty", column: header, "\(expected) absent. \(advice)")
        case .unexpectedCharacter:
            RowFault("\(kind)_not_digits", column: header, "\(expected)\u{202F}: \(error.frenchReason) \(advice)")
        case .wrongLength:
            RowFault("\(kind)_wrong_length", column: header, "\(expected)\u{202F}: \(error.frenchReason) \(advice)")
        case .placeholder:
            RowFault(
                "\(kind)_placeholder",
                column: header,
                "\(expected)\u{202F}: \(error.frenchReason) Donnez le vrai numéro."
            )
        case .wrongKey:
            RowFault(
                "\(kind)_wrong_key",
                column: header,
                "\(expected)\u{202F}: \(error.frenchReason) Vérifiez-le sur annuaire-entreprises.data.gouv.fr."
            )
        }
    }
}
