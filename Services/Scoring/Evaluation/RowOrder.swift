import FrenchBusiness
import Scorecard

/// In which order rows came to pass.
enum RowOrder {
    /// - Returns: numbers of rows, the earliest first; by hash where there is no time.
    /// - Throws: ``EvaluationError`` for a column that is not there or that holds neither numbers nor dates.
    static func rows(_ file: OutcomeFile, _ spec: EvaluationSpec) throws(EvaluationError) -> [Int] {
        let rows = Array(file.isWon.indices)
        guard spec.isDated else {
            let dice = SplitHash(seed: 1613)
            let places = rows.map { dice.unit($0) }
            return rows.sorted { (places[$0], $0) < (places[$1], $1) }
        }
        let isDescending = spec.order?.descending == true
        guard let name = spec.order?.column, !name.isEmpty else { return isDescending ? rows.reversed() : rows }
        guard file.names.contains(name) else { throw EvaluationError("there is no column “\(name)” to order by") }
        let keys = try keys(file.column(name), name)
        return rows.sorted { one, other in
            keys[one] == keys[other] ? one < other : isDescending ? keys[one] > keys[other] : keys[one] < keys[other]
        }
    }

    /// Numbers, else dates in the first of the known forms in which all of them are, else the texts' own order.
    private static func keys(_ texts: [String?], _ name: String) throws(EvaluationError) -> [Double] {
        guard texts.allSatisfy({ $0 != nil }) else {
            throw EvaluationError("column “\(name)”, which orders the rows, says nothing in some of them")
        }
        let texts = texts.map { $0 ?? "" }
        let numbers = texts.compactMap { Double($0) }
        if numbers.count == texts.count { return numbers }
        for form in DateForm.allCases {
            let days = texts.compactMap { form.moment($0) }
            if days.count == texts.count { return days }
        }
        let ranks = Dictionary(uniqueKeysWithValues: zip(Set(texts).sorted(), 0...))
        return texts.map { Double(ranks[$0] ?? 0) }
    }
}

/// How files write a day, with or without a time after it.
private enum DateForm: CaseIterable {
    case iso, american, european, named

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Days since an arbitrary one; nil for a text of another form.
    func moment(_ text: String) -> Double? {
        let halves = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
        guard let day = halves.first else { return nil }
        let parts = day.split { $0 == "-" || $0 == "/" || $0 == "." }.map(String.init)
        guard parts.count == 3 else { return nil }
        let fields: (year: String, month: String, day: String) =
            switch self {
            case .iso: (parts[0], parts[1], parts[2])
            case .american: (parts[2], parts[0], parts[1])
            case .european, .named: (parts[2], parts[1], parts[0])
            }
        let month =
            self == .named
            ? Self.months.firstIndex(of: String(fields.month.lowercased().prefix(3))).map { $0 + 1 } : Int(fields.month)
        guard var year = Int(fields.year), let month, let date = Int(fields.day) else { return nil }
        if fields.year.count == 2 { year += year < 70 ? 2000 : 1900 }
        guard year > 1000, (1...12).contains(month), (1...31).contains(date) else { return nil }
        let clock = halves.count > 1 ? Self.clock(halves[1]) : 0
        return clock.map { Double(year * 372 + month * 31 + date) + $0 }
    }

    /// Share of a day; nil for what is no time of day.
    private static func clock(_ text: Substring) -> Double? {
        let parts = text.prefix { $0.isNumber || $0 == ":" || $0 == "." }.split(separator: ":").map { Double($0) }
        guard (2...3).contains(parts.count), !parts.contains(nil) else { return nil }
        return zip(parts, [24.0, 1440, 86_400]).reduce(0) { $0 + ($1.0 ?? 0) / $1.1 }
    }
}
