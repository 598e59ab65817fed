import FrenchBusiness

/// A town's name as it is compared: `"ST-ETIENNE CEDEX 2"` and `"Saint-Étienne"` are one.
struct TownName: Sendable, Equatable {
    let words: [String]

    init(_ text: String) {
        let words = CompanyName.split(text).filter { word in
            !Self.dropped.contains(word) && !word.utf8.contains { (0x30...0x39).contains($0) }
        }
        self.words = words.prefix(12).map { ["st": "saint", "ste": "sainte"][$0] ?? $0 }
    }

    var joined: String { words.joined() }

    /// The words as they may stand in a company's name.
    var nameWords: Set<String> { Set(words.map(NameWord.stem)) }

    /// The same town, written alike, cut (`Chalon` for `Chalon-sur-Saône`) or with one slip.
    func isSame(as other: TownName) -> Bool {
        guard !words.isEmpty, !other.words.isEmpty else { return false }
        if joined == other.joined { return true }
        let (short, long) = words.count <= other.words.count ? (words, other.words) : (other.words, words)
        if short.count < long.count, Array(long.prefix(short.count)) == short, short != ["saint"], short != ["sainte"] {
            return true
        }
        guard words.count == other.words.count, min(joined.utf8.count, other.joined.utf8.count) >= 7 else {
            return false
        }
        return EditDistance.between(joined, other.joined, limit: 1) != nil
    }

    private static let dropped: Set<String> = [
        "cedex", "cdx", "le", "la", "les", "l", "d", "de", "du", "des", "sur", "s", "sous", "en", "et", "aux",
        "arrondissement",
        "arr", "e", "er", "eme", "france",
    ]
}
