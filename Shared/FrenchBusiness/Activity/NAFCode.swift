/// An activity code (code APE): a sub-class of the nomenclature d'activités française, always with its dot, `62.02A`.
///
/// The same shape serves NAF rév. 2 (2008) and NAF 2025, official from 2027-01-01; a code alone does not tell which, so
/// whoever stores one stores its nomenclature beside it. There is no table between them: one code becomes several both
/// ways, and Sirene gives both. Some companies still carry the four-character codes of NAF rév. 1 (`51.4A`).
public struct NAFCode: TextCodable, Comparable, CustomStringConvertible {
    /// The dotted form, capital letter.
    public let text: String

    /// `6202A`, `62.02A`, `62.02a`, `514A` or `51.4A`, spaces around ignored.
    public init?(_ text: String) {
        var digits = 0
        var count = 0
        var letter: UInt8?
        for scalar in text.unicodeScalars where !scalar.isBlank && scalar != "." {
            guard scalar.isASCII, letter == nil else { return nil }
            if let digit = Digits.value(UInt8(scalar.value)), count < 4 {
                digits = digits * 10 + digit
                count += 1
            } else {
                guard let capital = Self.capital(UInt8(scalar.value)) else { return nil }
                letter = capital
            }
        }
        guard let letter, count >= 3 else { return nil }
        let afterDivision = count == 4 ? 100 : 10
        guard digits >= afterDivision else { return nil }
        self.text =
            Digits.padded(digits / afterDivision, to: 2) + "." + Digits.padded(digits % afterDivision, to: count - 2)
            + String(UnicodeScalar(letter))
    }

    /// `"62"`.
    public var division: String { String(text.prefix(2)) }

    /// `"62.0"`.
    public var group: String { String(text.prefix(4)) }

    /// `"62.02"`, the European class (NACE); nil for a code of NAF rév. 1.
    public var naceClass: String? { isLegacy ? nil : String(text.prefix(5)) }

    /// Whether it is a code of NAF rév. 1 or older, out of use since 2008, whose divisions mean something else.
    public var isLegacy: Bool { text.utf8.count == 5 }

    /// The section of NAF rév. 2; nil for a legacy code and for a division that it does not have.
    public var section: NAFSection? {
        guard !isLegacy, let number = Digits.number(text.utf8.prefix(2)) else { return nil }
        return NAFSection(division: number)
    }

    /// Without the dot, as INPI and OpenCorporates write it: `"6202A"`.
    public var undotted: String { text.filter { $0 != "." } }

    public var description: String { text }

    public static func < (left: NAFCode, right: NAFCode) -> Bool { left.text < right.text }

    private static func capital(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte
        case 0x61...0x7A: byte - 0x20
        default: nil
        }
    }
}
