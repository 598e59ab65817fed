/// Turns rows into the numbers of their values, each in the place of its own weight: words that are rare share one,
/// numbers are cut into bins.
struct OneHot: Sendable {
    private enum Coding: Sendable {
        case words([String: Int])
        case numbers(Bins)
    }

    private let codings: [Coding]
    private let starts: [Int]
    /// Weights in all.
    let width: Int

    /// A word that fewer rows have is no word of its own.
    static let rare = 10

    /// - Parameter rows: those that may be learned from.
    init(_ table: Table, rows: [Int], bins: Int) {
        var (codings, starts, width): ([Coding], [Int], Int) = ([], [], 0)
        for column in table.columns {
            starts.append(width)
            switch column {
            case .words(let values):
                var counts: [String: Int] = [:]
                for row in rows { counts[values[row] ?? Feature.missing, default: 0] += 1 }
                let known = counts.filter { $0.value >= Self.rare }.keys.sorted()
                codings.append(.words(Dictionary(uniqueKeysWithValues: zip(known, known.indices))))
                width += known.count + 1
            case .numbers(let values):
                let cut = Bins(rows.map { values[$0] }, count: bins)
                codings.append(.numbers(cut))
                width += cut.cuts.count + 2
            }
        }
        (self.codings, self.starts, self.width) = (codings, starts, width)
    }

    /// One place for each column.
    func places(_ table: Table, row: Int) -> [Int32] {
        zip(table.columns, zip(codings, starts)).map { column, part in
            let (coding, start) = part
            switch (column, coding) {
            case (.words(let values), .words(let known)):
                return Int32(start + (known[values[row] ?? Feature.missing] ?? known.count))
            case (.numbers(let values), .numbers(let bins)):
                return Int32(start + (bins.bin(values[row]) ?? bins.cuts.count + 1))
            default: return Int32(start)
            }
        }
    }
}
