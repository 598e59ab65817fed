/// The fourteen digits of an establishment: the company's SIREN and a five-digit NIC.
public struct SIRET: TextCodable, Comparable, CustomStringConvertible {
    /// 0...99,999,999,999,999.
    public let number: UInt64

    /// Fourteen ASCII digits and nothing else; the key is not checked, see `isKeyValid`.
    public init?(_ text: String) {
        var text = text
        guard let value = text.withUTF8({ SIRET(ascii: $0) }) else { return nil }
        self = value
    }

    /// As `init(_:)`, from bytes, without making a string.
    @inlinable
    public init?(ascii bytes: some Sequence<UInt8>) {
        var number: UInt64 = 0
        var count = 0
        for byte in bytes {
            let digit = byte &- 0x30
            guard digit <= 9, count < 14 else { return nil }
            number = number &* 10 &+ UInt64(digit)
            count &+= 1
        }
        guard count == 14 else { return nil }
        self.init(unchecked: number)
    }

    /// What a person typed: spaces of any kind and dots are ignored, and the key must be right.
    public init(userInput: String) throws(IdentifierError) {
        let typed = SIRET(unchecked: try TypedDigits.number(userInput, expected: 14))
        guard typed.isKeyValid else { throw .wrongKey }
        self = typed
    }

    @usableFromInline
    init(unchecked number: UInt64) {
        self.number = number
    }

    /// The Luhn key, or, for La Poste alone, digits that sum to a multiple of five: it has more establishments than
    /// Luhn keys (rule published by INSEE with the Sirene documentation).
    public var isKeyValid: Bool {
        Luhn.isValid(number) || (siren == .laPoste && Luhn.digitSum(number).isMultiple(of: 5))
    }

    public var siren: SIREN { SIREN(unchecked: UInt32(number / 100_000)) }

    /// The establishment's five digits within its company.
    public var nic: String { Digits.padded(Int(number % 100_000), to: 5) }

    public var text: String { Digits.padded(Int(number), to: 14) }
    public var description: String { text }

    /// `"732 829 320 00074"`, the spaces unbreakable.
    public var display: String { siren.display + "\u{A0}" + nic }

    public static func < (left: SIRET, right: SIRET) -> Bool { left.number < right.number }
}
