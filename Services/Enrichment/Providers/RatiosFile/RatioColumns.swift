import FrenchBusiness

/// Where the bulk file's columns stand, found by their names, in any case: the file has had more and fewer of them.
struct RatioColumns: Sendable {
    let separator: UInt8
    /// How many columns each line must have.
    let count: Int
    let siren, closing, turnover, statement, confidentiality: Int
    /// nil: the file lacks the column.
    let result, margin, ebitda, share: Int?

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let needed = [
        "siren", "date_cloture_exercice", "chiffre_d_affaires", "type_bilan", "confidentiality",
    ]

    /// - Throws: ``LoadRefusal`` if the header is not that of the dataset.
    init(header: ArraySlice<UInt8>) throws(LoadRefusal) {
        let text = header.starts(with: Self.byteOrderMark) ? header.dropFirst(3) : header
        let separator: UInt8 = text.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
        var cells: [ArraySlice<UInt8>] = []
        guard CellCutter.cut(text, at: separator, into: &cells) else { throw .unknownHeader(Self.needed) }
        var places: [String: Int] = [:]
        for (place, cell) in cells.enumerated() {
            let name = String(decoding: cell, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
            if places[name] == nil { places[name] = place }
        }
        let missing = Self.needed.filter { places[$0] == nil }
        guard let siren = places["siren"], let closing = places["date_cloture_exercice"],
            let turnover = places["chiffre_d_affaires"], let statement = places["type_bilan"],
            let confidentiality = places["confidentiality"]
        else { throw .unknownHeader(missing) }
        self.separator = separator
        count = cells.count
        (self.siren, self.closing, self.turnover) = (siren, closing, turnover)
        (self.statement, self.confidentiality) = (statement, confidentiality)
        (result, margin) = (places["resultat_net"], places["marge_brute"])
        (ebitda, share) = (places["ebe"], places["marge_ebe"])
    }
}
