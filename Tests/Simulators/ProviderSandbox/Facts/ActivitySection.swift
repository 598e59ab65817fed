/// Sections of NAF rév. 2: the letter above the two digits of a division.
enum ActivitySection {
    private static let sections: [(letter: String, divisions: ClosedRange<Int>)] = [
        ("A", 1...3), ("B", 5...9), ("C", 10...33), ("D", 35...35), ("E", 36...39), ("F", 41...43), ("G", 45...47),
        ("H", 49...53), ("I", 55...56), ("J", 58...63), ("K", 64...66), ("L", 68...68), ("M", 69...75),
        ("N", 77...82), ("O", 84...84), ("P", 85...85), ("Q", 86...88), ("R", 90...93), ("S", 94...96),
        ("T", 97...98), ("U", 99...99),
    ]

    /// The letter of the section; nil for a code of another shape.
    static func letter(of naf: String?) -> String? {
        guard let naf, let division = Int(naf.prefix(2)) else { return nil }
        return sections.first { $0.divisions.contains(division) }?.letter
    }
}
