extension CivilDate {
    /// A day written `YYYY-MM-DD`, and nothing else.
    public init?(_ text: String) {
        var text = text
        guard let date = text.withUTF8({ CivilDate(iso: $0[...]) }) else { return nil }
        self = date
    }

    /// A day as French people and registries write it: `2024-12-31` (a time may follow a `T` or a space),
    /// `31/12/2024` (also with dots or hyphens), `20241231`, `10 décembre 2009`, `1er janvier 2020`.
    /// Any kind of space, any case, with or without accents, months also shortened (`déc.`).
    public init?(parsing text: String) {
        guard text.utf8.count <= 64 else { return nil }
        var folded = text.frenchFolded
        if let date = folded.withUTF8({ CivilDate(iso: $0.prefix(10)) }) {
            let rest = folded.utf8.dropFirst(10)
            guard rest.isEmpty || rest.first == UInt8(ascii: "t") || rest.first == UInt8(ascii: " ") else { return nil }
            self = date
        } else if let date = CivilDate(numeric: folded) ?? CivilDate(worded: folded) {
            self = date
        } else {
            return nil
        }
    }

    /// Ten bytes, without making a string: a file of a million rows has several dates in each.
    private init?(iso bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        let hyphen = UInt8(ascii: "-")
        let start = bytes.startIndex
        guard bytes.count == 10, bytes[start + 4] == hyphen, bytes[start + 7] == hyphen,
            let year = Digits.number(bytes[start..<start + 4]), let month = Digits.number(bytes[start + 5..<start + 7]),
            let day = Digits.number(bytes[start + 8..<start + 10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `31/12/2024` or `20241231`. Two-digit years are refused: nobody can tell which century was meant.
    private init?(numeric text: String) {
        if text.utf8.count == 8, let number = Digits.number(text.utf8) {
            self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
            return
        }
        for separator in ["/", ".", "-"] as [Character] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            guard (1...2).contains(parts[0].utf8.count), (1...2).contains(parts[1].utf8.count),
                parts[2].utf8.count == 4,
                let day = Digits.number(parts[0].utf8), let month = Digits.number(parts[1].utf8),
                let year = Digits.number(parts[2].utf8)
            else { return nil }
            self.init(year: year, month: month, day: day)
            return
        }
        return nil
    }

    private init?(worded text: String) {
        var words = text.split(separator: " ")
        if let first = words.first, Weekday.allCases.contains(where: { $0.frenchName == first }) { words.removeFirst() }
        guard words.count == 3, words[2].utf8.count == 4, let year = Digits.number(words[2].utf8),
            let month = Self.month(named: words[1]),
            let day = words[0] == "1er" ? 1 : Digits.number(words[0].utf8)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private static let monthNames = [
        "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
        "decembre",
    ]

    /// A month's whole name, or its beginning from three letters on when only one month begins so.
    private static func month(named word: Substring) -> Int? {
        let name = word.last == "." ? word.dropLast() : word
        if let exact = monthNames.firstIndex(where: { $0 == name }) { return exact + 1 }
        guard name.count >= 3 else { return nil }
        let candidates = monthNames.indices.filter { monthNames[$0].hasPrefix(name) }
        return candidates.count == 1 ? candidates.first.map { $0 + 1 } : nil
    }
}
