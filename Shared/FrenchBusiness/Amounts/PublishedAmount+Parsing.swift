extension PublishedAmount {
    /// An amount as French people, web pages and files write it: `150 k€`, `1,2 M€`, `1 234,56 €`, `12.5M`, `150000`,
    /// `1 234 K€`, `3,1 millions d'euros`, spaces of any kind, a minus or accountant's parentheses for a loss.
    public init(parsing text: String) throws(AmountError) {
        guard text.utf8.count <= 80 else { throw .malformed }
        var rest = Substring(text.frenchFolded)
        guard !rest.isEmpty else { throw .empty }
        guard !Self.saysNothing(rest) else { throw .notPublished }
        let isNegative = Self.takeSign(&rest)
        if rest.hasPrefix("€") { rest = rest.dropFirst().trimmedStart }
        let number = rest.prefix { $0.isNumberCharacter }
        let exponent = try Self.exponent(ofUnit: rest[number.endIndex...])
        let decimal = try DecimalText(number.trimmedEnd, hasMultiplier: exponent > 0)
        self = try decimal.amount(exponent: exponent, isNegative: isNegative)
    }

    private static func saysNothing(_ folded: Substring) -> Bool {
        let letters = folded.filter { $0.isLetter }
        if letters.isEmpty { return folded.allSatisfy { "-–—/. ".contains($0) } }
        return ["nc", "nd", "na", "ns", "confidentiel", "confidentielle", "inconnu"].contains(letters)
            || letters.hasPrefix("non")
    }

    private static func takeSign(_ rest: inout Substring) -> Bool {
        if rest.hasPrefix("("), rest.contains(")") {
            rest = Substring(rest.dropFirst().filter { $0 != ")" }).trimmedStart
            return true
        }
        guard let first = rest.first, "-−–+".contains(first) else { return false }
        rest = rest.dropFirst().trimmedStart
        return first != "+"
    }

    /// The power of ten that the unit stands for.
    private static func exponent(ofUnit text: Substring) throws(AmountError) -> Int {
        var unit = String(text.filter { $0 != " " && $0 != "." && $0 != "'" })
        for currency in ["deuros", "euros", "euro", "eur", "€"] where unit.hasSuffix(currency) {
            unit.removeLast(currency.count)
            break
        }
        if unit.hasSuffix("d") && unit.hasPrefix("mill") { unit.removeLast() }
        return switch unit {
        case "": 0
        case "k", "ke", "millier", "milliers": 3
        case "m", "me", "million", "millions": 6
        case "md", "mds", "mrd", "mrds", "milliard", "milliards": 9
        default: throw .malformed
        }
    }
}

extension Character {
    fileprivate var isNumberCharacter: Bool { ("0"..."9").contains(self) || self == " " || self == "," || self == "." }
}

extension Substring {
    fileprivate var trimmedStart: Substring { drop { $0 == " " } }
    fileprivate var trimmedEnd: Substring { last == " " ? dropLast() : self }
}
