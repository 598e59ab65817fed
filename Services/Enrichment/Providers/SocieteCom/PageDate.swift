import FrenchBusiness

/// Closing days as pages write them.
enum PageDate {
    /// Text of a page that is searched for a closing day.
    private static let textRead = 200_000

    /// How exactly a text says when an exercise closed.
    enum Written: Equatable {
        case day(CivilDate)
        /// A year alone: its last day.
        case year(CivilDate)

        init?(_ text: String) {
            guard let written = PageDate.written(in: text) else { return nil }
            self = written
        }
    }

    /// The first day, month or year in a text: `31/12/2023`, `30 juin 2023`, `juin 2023` (its last day), `2023` (31
    /// December).
    static func closing(in text: String) -> CivilDate? {
        switch written(in: text) {
        case .day(let day)?, .year(let day)?: day
        case nil: nil
        }
    }

    private static func written(in text: String) -> Written? {
        let words = text.frenchFolded.prefix(200).split { !($0.isLetter || $0.isNumber || $0 == "/" || $0 == "-") }
        for (index, word) in words.enumerated() {
            let three = words[index...].prefix(3).joined(separator: " ")
            if let day = CivilDate(parsing: String(word)) ?? CivilDate(parsing: three) {
                return plausible(day).map(Written.day)
            }
            let two = words[index...].prefix(2).joined(separator: " ")
            if let first = CivilDate(parsing: "1 " + two) {
                return plausible(first.adding(months: 1).adding(days: -1)).map(Written.day)
            }
            guard word.utf8.count == 4, let year = Int(word), (1980...2100).contains(year) else { continue }
            return CivilDate(year: year, month: 12, day: 31).map(Written.year)
        }
        return nil
    }

    /// The closing day that a page gives for all its figures.
    static func closing(of extractor: PageExtractor) -> CivilDate? {
        let text = Array(String(decoding: extractor.document.text.prefix(textRead), as: UTF8.self).frenchFolded.utf8)
        for phrase in extractor.selectors.closing {
            var start = 0
            for _ in 0..<10 {
                guard let found = text[start...].firstRange(of: Array(phrase.frenchFolded.utf8)) else { break }
                let behind = String(decoding: text[found.upperBound...].prefix(30), as: UTF8.self)
                if let day = closing(in: behind) { return day }
                start = found.upperBound
            }
        }
        return nil
    }

    /// Whether what stands behind a label is nothing but the year and the unit of its figures.
    static func isYearOrUnit(_ rest: String) -> Bool {
        let words = rest.split { !($0.isLetter || $0.isNumber || $0 == "€" || $0 == "/") }
        guard words.count <= 10 else { return false }
        return words.indices.allSatisfy { index in
            let word = words[index]
            if allowed.contains(word) || isMonth(word) || CivilDate(parsing: String(word)) != nil { return true }
            guard let number = Int(word) else { return false }
            // A number that is neither year nor day is the figure itself.
            let isDay = (1...31).contains(number) && index + 1 < words.count && isMonth(words[index + 1])
            return isDay || (1980...2100).contains(number)
        }
    }

    private static func isMonth(_ word: Substring) -> Bool { CivilDate(parsing: "1 \(word) 2000") != nil }

    private static let allowed: Set<Substring> = [
        "en", "au", "ca", "ht", "le", "de", "clos", "cloture", "exercice", "l", "annee", "€", "k€", "m€", "md€",
        "euros",
    ]

    private static func plausible(_ day: CivilDate) -> CivilDate? { (1980...2100).contains(day.year) ? day : nil }
}
