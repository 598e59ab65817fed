/// What became of a line.
enum Written {
    case stored, refused
    /// Nothing of the registry's: an establishment that is no head office.
    case passedOver
}

/// How one of INSEE's files becomes rows to copy.
protocol StockRow {
    /// Judges a line and appends its row, or notes why there is none.
    func write(_ cells: StockCells, line: Int, into rows: inout CopyRows, _ tally: inout StockTally) -> Written
}

extension StockRow {
    func refuse(_ fault: StockFault, _ line: Int, _ rows: inout CopyRows, _ tally: inout StockTally) -> Written {
        tally.note(fault, line: line)
        rows.dropRow()
        return .refused
    }

    /// A value that is as it should be; an empty one is null, any other is left out and counted.
    @inline(__always)
    func keep(
        _ cell: ByteRules.Bytes,
        if isGood: Bool,
        or fault: StockFault,
        _ line: Int,
        _ rows: inout CopyRows,
        _ tally: inout StockTally
    ) {
        if isGood { return rows.plain(cell) }
        if !cell.isEmpty, !ByteRules.isMasked(cell) { tally.note(fault, line: line) }
        rows.null()
    }

    /// INSEE's times are those of Paris, and so is the session's zone.
    func time(_ cell: ByteRules.Bytes, _ line: Int, _ rows: inout CopyRows, _ tally: inout StockTally) {
        let isGood = ByteRules.isTime(cell)
        keep(isGood ? ByteRules.Bytes(rebasing: cell[..<19]) : cell, if: isGood, or: .updatedAt, line, &rows, &tally)
    }
}
