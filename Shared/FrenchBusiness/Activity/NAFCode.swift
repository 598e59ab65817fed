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
        var characters: [UInt8] = []
        for scalar in text.unicodeScalars where !scalar.isBlank && scalar != "." {
            guard scalar.isASCII, characters.count < 5 else { return nil }
            characters.append(UInt8(scalar.value))
        }
        guard characters.count >= 4, let letter = characters.popLast().flatMap(Self.capital),
            Digits.number(characters) != nil
        else { return nil }
        let division = String(decoding: characters.prefix(2), as: UTF8.self)
        guard division != "00" else { return nil }
        self.text = division + "." + String(decoding: characters.dropFirst(2) + [letter], as: UTF8.self)
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
