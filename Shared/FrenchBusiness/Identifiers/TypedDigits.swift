/// Digits that a person typed or pasted, with spaces of any kind and dots between them.
enum TypedDigits {
    /// The number, when exactly `expected` digits (at most 18) were given.
    static func number(_ text: String, expected: Int) throws(IdentifierError) -> UInt64 {
        var number: UInt64 = 0
        var found = 0
        for scalar in text.unicodeScalars where !scalar.isBlank && scalar != "." {
            guard (0x30...0x39).contains(scalar.value) else { throw .unexpectedCharacter }
            found += 1
            if found <= expected { number = number * 10 + UInt64(scalar.value - 0x30) }
        }
        guard found > 0 else { throw .empty }
        guard found == expected else { throw .wrongLength(expected: expected, found: found) }
        guard number > 0 else { throw .placeholder }
        return number
    }
}
