/// The public holidays of France (code du travail, L. 3133-1; L. 3134-13 for Alsace-Moselle).
///
/// Overseas départements add a day of their own each, which a calendar takes as a closed day.
public struct PublicHolidays: Hashable, Sendable, Codable {
    /// Whether Good Friday and 26 December count.
    public let includesAlsaceMoselle: Bool

    public init(includesAlsaceMoselle: Bool = false) {
        self.includesAlsaceMoselle = includesAlsaceMoselle
    }

    /// The French name of the day's holiday; nil on other days. When Ascension falls on 1 or 8 May, the movable feast
    /// is named.
    public func name(on date: CivilDate) -> String? {
        let (year, month, day) = date.fields
        return movableName(Self.easter(year).days(until: date)) ?? fixedName(month: month, day: day)
    }

    public func contains(_ date: CivilDate) -> Bool { name(on: date) != nil }

    /// All of a year (1...9999) in order, each with its name.
    public func all(in year: Int) -> [(date: CivilDate, name: String)] {
        guard let first = CivilDate(year: year, month: 1, day: 1) else { return [] }
        return (0..<366).map { first.adding(days: $0) }.filter { $0.year == year }.compactMap { date in
            name(on: date).map { (date, $0) }
        }
    }

    private func movableName(_ daysAfterEaster: Int) -> String? {
        switch daysAfterEaster {
        case -2 where includesAlsaceMoselle: "Vendredi saint"
        case 1: "Lundi de Pâques"
        case 39: "Ascension"
        case 50: "Lundi de Pentecôte"
        default: nil
        }
    }

    private func fixedName(month: Int, day: Int) -> String? {
        switch (month, day) {
        case (1, 1): "Jour de l'an"
        case (5, 1): "Fête du Travail"
        case (5, 8): "Victoire de 1945"
        case (7, 14): "Fête nationale"
        case (8, 15): "Assomption"
        case (11, 1): "Toussaint"
        case (11, 11): "Armistice de 1918"
        case (12, 25): "Noël"
        case (12, 26) where includesAlsaceMoselle: "Saint-Étienne"
        default: nil
        }
    }

    /// Easter Sunday of the Gregorian calendar: the Sunday after the ecclesiastical full moon on or after 21 March
    /// (computus of 1876, published anonymously in Nature).
    public static func easter(_ year: Int) -> CivilDate {
        let year = min(max(year, 1), 9999)
        let golden = year % 19
        let century = year / 100
        let corrected = (century + 8) / 25
        let epact = (19 * golden + century - century / 4 - (century - corrected + 1) / 3 + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - epact - year % 100 % 4) % 7
        let shift = (golden + 11 * epact + 22 * weekday) / 451
        let count = epact + weekday - 7 * shift + 114
        return CivilDate(year: year, month: count / 31, day: count % 31 + 1) ?? .earliest
    }
}
