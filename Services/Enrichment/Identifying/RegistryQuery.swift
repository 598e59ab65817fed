import FrenchBusiness
import Identification

/// What the Sirene universe is asked for about a company that a list names: the words of its name within a département,
/// in PostgreSQL's language of text queries.
///
/// A word of four letters and more also finds longer ones (a plural, a compound). Each long word in turn may be right
/// in its first half only, so that a slip in one word loses nothing.
struct RegistryQuery: Sendable, Equatable {
    let text: String
    /// As the register would write it, to order by likeness.
    let name: String

    private static let wordsMax = 6
    private static let waysMax = 12

    /// nil without a place or a name to look for.
    init?(_ sought: SoughtCompany) {
        guard let departement = Self.departement(of: sought) else { return nil }
        let names = sought.registryNames.map { name in
            Array(
                name.filter { $0.text.utf8.count >= 2 && $0.text.utf8.allSatisfy(Self.isPlain) }.prefix(Self.wordsMax)
            )
        }
        var ways: [String] = []
        for way in names.prefix(4).flatMap(Self.ways) where !ways.contains(way) { ways.append(way) }
        guard !ways.isEmpty, let whole = names.first else { return nil }
        text = "d\(departement.lowercased()) & (\(ways.prefix(Self.waysMax).joined(separator: " | ")))"
        name = whole.map(\.text).joined(separator: " ").uppercased()
    }

    static func departement(of sought: SoughtCompany) -> String? {
        sought.postcode.flatMap { PostalCode($0) }?.departement?.code
    }

    private static func ways(_ words: [SoughtCompany.Word]) -> [String] {
        guard words.contains(where: { $0.isDistinctive }) || words.count > 1 else { return [] }
        var ways = [together(words.map(written))]
        let distinctive = words.filter(\.isDistinctive)
        if !distinctive.isEmpty, distinctive.count < words.count { ways.append(together(distinctive.map(written))) }
        for (index, word) in words.enumerated() where word.text.utf8.count >= 6 {
            // Alone, half a word would bring half a register.
            guard words.count > 1 || word.text.utf8.count >= 8 else { continue }
            let half = word.text.prefix(max(3, word.text.utf8.count / 2))
            let others = words.indices.filter { $0 != index }.map { written(words[$0]) }
            ways.append(together(others + ["\(half):*"]))
        }
        return ways
    }

    private static func together(_ words: [String]) -> String { "(\(words.joined(separator: " & ")))" }

    private static func written(_ word: SoughtCompany.Word) -> String {
        word.text.utf8.count >= 4 ? "\(word.text):*" : word.text
    }

    /// Letters and digits: the words stand in a query.
    private static func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
}
