/// A French VAT number (numéro de TVA intracommunautaire): `FR`, a key of two digits, the SIREN.
///
/// The key is (12 + 3 × (SIREN mod 97)) mod 97 (BOFiP, BOI-TVA-DECLA-20-10-30). Whether the number is active is another
/// question, which only VIES answers. Keys with letters, foreseen by the rules and not issued to SIREN holders, are
/// refused.
public struct VATNumber: TextCodable, CustomStringConvertible {
    public let siren: SIREN

    public init(_ siren: SIREN) {
        self.siren = siren
    }

    /// `FR` and eleven digits, the key right.
    public init?(_ text: String) {
        guard text.hasPrefix("FR"), let key = Digits.number(text.utf8.dropFirst(2).prefix(2)),
            let siren = SIREN(ascii: text.utf8.dropFirst(4)), Self.key(of: siren) == key
        else { return nil }
        self.siren = siren
    }

    /// What a person typed: any case, spaces and dots ignored, with or without the leading `FR`.
    public init(userInput: String) throws(IdentifierError) {
        let folded = userInput.frenchFolded
        let digits = folded.hasPrefix("fr") ? String(folded.dropFirst(2)) : folded
        let typed = try TypedDigits.number(digits, expected: 11)
        let siren = SIREN(unchecked: UInt32(typed % 1_000_000_000))
        guard Self.key(of: siren) == Int(typed / 1_000_000_000) else { throw .wrongKey }
        self.siren = siren
    }

    /// The two digits after `FR`, 0...96.
    public var key: Int { Self.key(of: siren) }

    public var text: String { "FR" + Digits.padded(key, to: 2) + siren.text }
    public var description: String { text }

    private static func key(of siren: SIREN) -> Int { (12 + 3 * (Int(siren.number) % 97)) % 97 }
}
