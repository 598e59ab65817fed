/// The nine digits by which INSEE knows a company (a legal unit) for its whole life.
///
/// Held as a number of four bytes, because a million of them are compared in one import; always written with nine
/// digits, leading zeros included.
public struct SIREN: TextCodable, Comparable, CustomStringConvertible {
    /// 0...999,999,999.
    public let number: UInt32

    /// Nine ASCII digits and nothing else. The key is not checked: official feeds hold a few real numbers whose key is
    /// wrong, see `isLuhnValid`.
    public init?(_ text: String) {
        var text = text
        guard let value = text.withUTF8({ SIREN(ascii: $0) }) else { return nil }
        self = value
    }

    /// As `init(_:)`, from bytes, without making a string. A row of a file of a million goes through here.
    @inlinable
    public init?(ascii bytes: some Sequence<UInt8>) {
        var number: UInt32 = 0
        var count = 0
        for byte in bytes {
            let digit = byte &- 0x30
            guard digit <= 9, count < 9 else { return nil }
            number = number &* 10 &+ UInt32(digit)
            count &+= 1
        }
        guard count == 9 else { return nil }
        self.init(unchecked: number)
    }

    /// What a person typed: spaces of any kind and dots are ignored, and the key must be right.
    public init(userInput: String) throws(IdentifierError) {
        let typed = try TypedDigits.number(userInput, expected: 9)
        guard Luhn.isValid(typed) else { throw .wrongKey }
        self.init(unchecked: UInt32(typed))
    }

    /// Nil above 999,999,999.
    public init?(number: UInt32) {
        guard number <= 999_999_999 else { return nil }
        self.init(unchecked: number)
    }

    @usableFromInline
    init(unchecked number: UInt32) {
        self.number = number
    }

    /// La Poste, whose establishments have their own rule, see `SIRET.isKeyValid`.
    public static let laPoste = SIREN(unchecked: 356_000_000)

    /// False for a mistyped number and for the few real ones that were issued with a wrong key: a warning on official
    /// data, a refusal on typed data.
    public var isLuhnValid: Bool { Luhn.isValid(UInt64(number)) }

    public var text: String { Digits.padded(Int(number), to: 9) }
    public var description: String { text }

    /// `"732 829 320"`, the spaces unbreakable.
    public var display: String { Digits.grouped(text, by: 3, separator: "\u{A0}") }

    public static func < (left: SIREN, right: SIREN) -> Bool { left.number < right.number }
}
