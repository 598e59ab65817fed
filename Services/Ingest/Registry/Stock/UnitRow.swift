import FrenchBusiness

/// Turns a line of StockUniteLegale into a row of the registry, in the columns' order of ``RegistryStore/copyUnits``.
struct UnitRow: StockRow {
    private let siren, diffusion, state, created, updated, purged: Int
    private let denomination, usual1, usual2, usual3, acronym: Int
    private let firstName, usualFirstName, familyName, usualName, pseudonym: Int
    private let naf, nomenclature, naf25, legalForm, band, category: Int

    init(_ columns: StockColumns) {
        siren = columns["siren"]
        diffusion = columns["statutDiffusionUniteLegale"]
        state = columns["etatAdministratifUniteLegale"]
        created = columns["dateCreationUniteLegale"]
        updated = columns["dateDernierTraitementUniteLegale"]
        purged = columns["unitePurgeeUniteLegale"]
        denomination = columns["denominationUniteLegale"]
        usual1 = columns["denominationUsuelle1UniteLegale"]
        usual2 = columns["denominationUsuelle2UniteLegale"]
        usual3 = columns["denominationUsuelle3UniteLegale"]
        acronym = columns["sigleUniteLegale"]
        firstName = columns["prenom1UniteLegale"]
        usualFirstName = columns["prenomUsuelUniteLegale"]
        familyName = columns["nomUniteLegale"]
        usualName = columns["nomUsageUniteLegale"]
        pseudonym = columns["pseudonymeUniteLegale"]
        naf = columns["activitePrincipaleUniteLegale"]
        nomenclature = columns["nomenclatureActivitePrincipaleUniteLegale"]
        naf25 = columns["activitePrincipaleNAF25UniteLegale"]
        legalForm = columns["categorieJuridiqueUniteLegale"]
        band = columns["trancheEffectifsUniteLegale"]
        category = columns["categorieEntreprise"]
    }

    func write(_ cells: StockCells, line: Int, into rows: inout CopyRows, _ tally: inout StockTally) -> Written {
        guard let number = SIREN(ascii: cells[siren]) else { return refuse(.siren, line, &rows, &tally) }
        guard cells[state].count == 1, let letter = cells[state].first, letter == 0x41 || letter == 0x43 else {
            return refuse(.state, line, &rows, &tally)
        }
        rows.plain(cells[siren])
        let isDiffusible = self.isDiffusible(cells, line, &tally)
        guard isDiffusible ? name(cells, line, &rows, &tally) : masked(&rows) else {
            return refuse(.brokenEncoding, line, &rows, &tally)
        }
        if !number.isLuhnValid { tally.note(.sirenKey, line: line) }
        activity(cells, line, &rows, &tally)
        keep(cells[legalForm], if: ByteRules.areDigits(cells[legalForm], 4), or: .legalForm, line, &rows, &tally)
        keep(cells[band], if: ByteRules.isWorkforceBand(cells[band]), or: .workforceBand, line, &rows, &tally)
        keep(cells[category], if: ByteRules.isCategory(cells[category]), or: .category, line, &rows, &tally)
        rows.byte(letter)
        rows.byte(isDiffusible ? UInt8(ascii: "O") : UInt8(ascii: "P"))
        creation(cells[created], line, &rows, &tally)
        time(cells[updated], line, &rows, &tally)
        if ByteRules.equals(cells[purged], "true") { tally.note(.purged, line: line) }
        rows.endRow()
        return .stored
    }

    /// Only `O` may be shown. `P`, and `N` of older files, keep their name and place back; so does what is unknown.
    private func isDiffusible(_ cells: StockCells, _ line: Int, _ tally: inout StockTally) -> Bool {
        let status = cells[diffusion]
        guard status.count == 1, let letter = status.first else {
            tally.note(.diffusion, line: line)
            return false
        }
        switch letter {
        case UInt8(ascii: "O"): return true
        case UInt8(ascii: "P"), UInt8(ascii: "N"): tally.note(.notDiffusible, line: line)
        default: tally.note(.diffusion, line: line)
        }
        return false
    }

    private func masked(_ rows: inout CopyRows) -> Bool {
        rows.plain("[NON-DIFFUSIBLE]".utf8)
        return true
    }

    /// A company's denomination, a sole trader's first name and name, or by what else the unit is known.
    private func name(
        _ cells: StockCells,
        _ line: Int,
        _ rows: inout CopyRows,
        _ tally: inout StockTally
    ) -> Bool {
        func shown(_ column: Int) -> ByteRules.Bytes {
            let cell = cells[column]
            return ByteRules.isMasked(cell) ? ByteRules.nothing : cell
        }
        let denomination = shown(denomination)
        if !denomination.isEmpty { return rows.text(denomination) }
        let family = shown(usualName).isEmpty ? shown(familyName) : shown(usualName)
        if !family.isEmpty {
            return rows.text(shown(usualFirstName).isEmpty ? shown(firstName) : shown(usualFirstName), family)
        }
        for column in [usual1, usual2, usual3, acronym, pseudonym] where !shown(column).isEmpty {
            return rows.text(shown(column))
        }
        tally.note(.name, line: line)
        return rows.text(ByteRules.nothing)
    }

    /// NAF rév. 2 and NAF 2025. Codes of older nomenclatures, which units that ceased before 2008 carry, mean something
    /// else under the same digits and are not taken.
    private func activity(
        _ cells: StockCells,
        _ line: Int,
        _ rows: inout CopyRows,
        _ tally: inout StockTally
    ) {
        let (code, version, next) = (cells[naf], cells[nomenclature], cells[naf25])
        var current = ByteRules.nothing
        var coming = next
        if ByteRules.equals(version, "NAFRev2") {
            current = code
        } else if ByteRules.equals(version, "NAF2025") {
            if next.isEmpty { coming = code }
        } else if ByteRules.equals(version, "NAFRev1") || ByteRules.equals(version, "NAF1993")
            || ByteRules.equals(version, "NAP")
        {
            if !code.isEmpty { tally.note(.obsoleteNAF, line: line) }
        } else if !code.isEmpty {
            tally.note(.nomenclature, line: line)
        }
        keep(current, if: ByteRules.isNAF(current), or: .naf, line, &rows, &tally)
        keep(coming, if: ByteRules.isNAF(coming), or: .naf25, line, &rows, &tally)
    }

    private func creation(_ cell: ByteRules.Bytes, _ line: Int, _ rows: inout CopyRows, _ tally: inout StockTally) {
        if ByteRules.equals(cell, "1900-01-01") {
            tally.note(.unknownCreation, line: line)
            rows.null()
        } else {
            keep(cell, if: cell.count == 10 && ByteRules.isDate(cell), or: .createdOn, line, &rows, &tally)
        }
    }
}
