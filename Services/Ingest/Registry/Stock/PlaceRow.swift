import FrenchBusiness

/// Turns a line of StockEtablissement into the place of a unit, if it is the unit's head office; in the columns' order
/// of ``RegistryStore/copyPlaces``.
struct PlaceRow: StockRow {
    private let siren, siege, diffusion, postcode, city, commune, updated: Int

    init(_ columns: StockColumns) {
        siren = columns["siren"]
        siege = columns["etablissementSiege"]
        diffusion = columns["statutDiffusionEtablissement"]
        postcode = columns["codePostalEtablissement"]
        city = columns["libelleCommuneEtablissement"]
        commune = columns["codeCommuneEtablissement"]
        updated = columns["dateDernierTraitementEtablissement"]
    }

    func write(_ cells: StockCells, line: Int, into rows: inout CopyRows, _ tally: inout StockTally) -> Written {
        guard ByteRules.equals(cells[siege], "true") else {
            guard ByteRules.equals(cells[siege], "false") else { return refuse(.headOffice, line, &rows, &tally) }
            return .passedOver
        }
        guard let number = SIREN(ascii: cells[siren]) else { return refuse(.siren, line, &rows, &tally) }
        rows.plain(cells[siren])
        let isDiffusible = ByteRules.equals(cells[diffusion], "O")
        if isDiffusible {
            let code = cells[postcode]
            keep(code, if: ByteRules.areDigits(code, 5), or: .postcode, line, &rows, &tally)
            guard town(cells[city], &rows) else { return refuse(.brokenEncoding, line, &rows, &tally) }
            departement(cells[commune], line, &rows, &tally)
        } else {
            let isKnown = ByteRules.equals(cells[diffusion], "P") || ByteRules.equals(cells[diffusion], "N")
            tally.note(isKnown ? .notDiffusible : .diffusion, line: line)
            for _ in 0..<3 { rows.null() }
        }
        if !number.isLuhnValid { tally.note(.sirenKey, line: line) }
        rows.byte(isDiffusible ? UInt8(ascii: "O") : UInt8(ascii: "P"))
        time(cells[updated], line, &rows, &tally)
        rows.endRow()
        return .stored
    }

    private func town(_ cell: ByteRules.Bytes, _ rows: inout CopyRows) -> Bool {
        guard !cell.isEmpty, !ByteRules.isMasked(cell) else {
            rows.null()
            return true
        }
        return rows.text(cell)
    }

    /// The département of the commune, exact where a postcode is not. An office abroad has none.
    private func departement(
        _ commune: ByteRules.Bytes,
        _ line: Int,
        _ rows: inout CopyRows,
        _ tally: inout StockTally
    ) {
        if let length = ByteRules.departementLength(ofCommune: commune) {
            return rows.plain(commune[..<length])
        }
        let isAbroad = commune.count == 5 && commune.starts(with: "99".utf8)
        if !commune.isEmpty, !isAbroad, !ByteRules.isMasked(commune) { tally.note(.commune, line: line) }
        rows.null()
    }
}
