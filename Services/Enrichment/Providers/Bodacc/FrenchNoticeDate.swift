import FrenchBusiness

/// Days as legal notices write them: `2026-09-08`, `08/09/2026`, `10 décembre 2009`, `1er janvier 2020`, with any kind
/// of space, broken accents, or in the middle of a sentence. Absurd ones (0009-12-02, 5025-05-27) are real.
enum FrenchNoticeDate {
    /// No notice of today is about an earlier day: the registers began in 1920, and nobody then founded is alive.
    private static let earliest = 1900

    /// - Returns: the first day that `text` holds; nil without one, or where it is no day of a calendar.
    static func parse(_ text: String?) -> CivilDate? {
        guard let text else { return nil }
        let repaired = Mojibake.repaired(String(text.prefix(500)))
        if let date = CivilDate(parsing: repaired) { return plausible(date) }
        let words = repaired.frenchFolded.split(separator: " ").map { $0.trimmingPunctuation }
        for start in words.indices {
            if let date = CivilDate(parsing: String(words[start])), let date = plausible(date) { return date }
            guard start + 3 <= words.count else { continue }
            let three = words[start..<start + 3].joined(separator: " ")
            if let date = CivilDate(parsing: three), let date = plausible(date) { return date }
        }
        return nil
    }

    /// As ``parse(_:)``, of something that happened before its publication, or is to happen within `days` after it.
    static func parse(_ text: String?, publishedOn: CivilDate, within days: Int = 31) -> CivilDate? {
        guard let date = parse(text), date <= publishedOn.adding(days: days) else { return nil }
        return date
    }

    private static func plausible(_ date: CivilDate) -> CivilDate? {
        (earliest...2200).contains(date.year) ? date : nil
    }
}

extension Substring {
    fileprivate var trimmingPunctuation: Substring {
        var trimmed = self
        while let last = trimmed.last, ".,;:()".contains(last) { trimmed.removeLast() }
        while let first = trimmed.first, ".,;:()".contains(first) { trimmed.removeFirst() }
        return trimmed
    }
}
