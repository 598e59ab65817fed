/// Five digits of a French address, those of businesses (CEDEX) included.
public struct PostalCode: TextCodable, Comparable, CustomStringConvertible {
    public let text: String

    /// Five ASCII digits and nothing else.
    public init?(_ text: String) {
        guard text.utf8.count == 5, Digits.number(text.utf8) != nil else { return nil }
        self.text = text
    }

    /// The code at the head of what a person typed: `75008`, `75 008`, `F-75008`, `75755 PARIS CEDEX 15`. Four digits are
    /// refused: a lost zero and a Belgian code look the same.
    public init?(userInput: String) {
        guard userInput.utf8.count <= 200 else { return nil }
        var rest = Substring(userInput.frenchFolded)
        for country in ["fr-", "f-"] where rest.hasPrefix(country) { rest.removeFirst(country.count) }
        var digits = ""
        while let first = rest.first, ("0"..."9").contains(first) || first == " ", digits.utf8.count < 5 {
            if first != " " { digits.append(first) }
            rest.removeFirst()
        }
        if let next = rest.first, ("0"..."9").contains(next) { return nil }
        self.init(digits)
    }

    /// The département that the code's first digits mean; nil for armies, Monaco and numbers without one.
    ///
    /// A few communes are served from across a border and get the neighbour's: where the commune's INSEE code is known,
    /// `Departement(commune:)` is exact.
    public var departement: Departement? {
        switch text.prefix(3) {
        case "200", "201", "203", "205", "207": Departement("2A")
        case "202", "204", "206", "208", "209": Departement("2B")
        case "971" where text == "97133": Departement("977")
        case "971" where text == "97150": Departement("978")
        case "987" where text == "98799": Departement("989")
        default: Departement(String(text.prefix(2))) ?? Departement(String(text.prefix(3)))
        }
    }

    public var region: Region? { departement?.region }
    public var description: String { text }

    public static func < (left: PostalCode, right: PostalCode) -> Bool { left.text < right.text }
}
