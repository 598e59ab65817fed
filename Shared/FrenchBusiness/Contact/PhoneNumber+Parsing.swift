extension PhoneNumber {
    /// A number as people write it: `01 23 45 67 89`, `01.23.45.67.89`, `+33 (0)1 23 45 67 89`, `0033123456789`,
    /// `0262 12 34 56`, or a foreign one after `+` or `00`, kept when its length is plausible.
    public init(userInput: String) throws(PhoneError) {
        guard userInput.utf8.count <= 64 else { throw .wrongLength }
        let (digits, isInternational) = try Self.digits(of: userInput)
        guard !digits.isEmpty else { throw .empty }
        if isInternational {
            self = try Self.international(digits[...])
        } else if digits.hasPrefix("00") {
            self = try Self.international(digits.dropFirst(2))
        } else if digits.hasPrefix("0") {
            self = try Self.national(digits.dropFirst())
        } else if digits.hasPrefix("33"), digits.utf8.count == 11 {
            self = try Self.national(digits.dropFirst(2))  // a spreadsheet took the plus
        } else {
            throw .wrongLength
        }
    }

    /// The digits alone, and whether a plus led them.
    private static func digits(of text: String) throws(PhoneError) -> (String, Bool) {
        var digits = ""
        var hasPlus = false
        for scalar in text.unicodeScalars where !scalar.isBlank {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "+" where digits.isEmpty && !hasPlus: hasPlus = true
            case ".", "-", "/", "(", ")", "\u{2010}", "\u{2011}", "\u{2013}": continue
            default: throw .unexpectedCharacter
            }
        }
        return (digits, hasPlus)
    }

    private static func international(_ digits: Substring) throws(PhoneError) -> PhoneNumber {
        guard let code = FrenchNumbering.callingCode(of: "+" + digits) else {
            guard digits.first != "0" else { throw .unassigned }
            guard (8...15).contains(digits.utf8.count) else { throw .wrongLength }
            return PhoneNumber(e164: "+" + digits)
        }
        let rest = digits.dropFirst(code.count)
        let subscriber = rest.first == "0" ? rest.dropFirst() : rest  // "+33 (0)1 …"
        if FrenchNumbering.hasTenDigits(code) { return try national(subscriber) }
        guard FrenchNumbering.lengths(code).contains(subscriber.utf8.count) else { throw .wrongLength }
        return PhoneNumber(e164: "+" + code + subscriber)
    }

    /// Nine digits after the zero; the first ones tell the territory.
    private static func national(_ subscriber: Substring) throws(PhoneError) -> PhoneNumber {
        guard subscriber.utf8.count == 9 else { throw .wrongLength }
        guard subscriber.first != "0" else { throw .unassigned }
        return PhoneNumber(e164: "+" + FrenchNumbering.territory(of: subscriber) + subscriber)
    }
}
