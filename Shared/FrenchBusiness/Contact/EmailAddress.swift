/// An e-mail address that could exist: its shape is checked, its mailbox is not.
///
/// Personal data unless `isGeneric`: `description` hides the mailbox. Ask `text` for the address.
public struct EmailAddress: TextCodable, CustomStringConvertible {
    /// Before the `@`, as written: a server may tell capitals apart.
    public let mailbox: String
    /// After the `@`, lower case.
    public let domain: String

    /// The normalised form and nothing else.
    public init?(_ text: String) {
        guard let address = try? EmailAddress(userInput: text), address.text == text else { return nil }
        self = address
    }

    /// What a person typed: spaces around and a leading `mailto:` are dropped, the domain is lower-cased.
    ///
    /// Takes the plain form of RFC 5321, section 4.1.2 (no quotes, no comments, no address literals), in ASCII: what
    /// real business addresses have.
    public init(userInput: String) throws(EmailError) {
        guard userInput.utf8.count <= 512 else { throw .tooLong }
        var trimmed = Substring(userInput)
        while let first = trimmed.unicodeScalars.first, first.isBlank { trimmed.unicodeScalars.removeFirst() }
        while let last = trimmed.unicodeScalars.last, last.isBlank { trimmed.unicodeScalars.removeLast() }
        if trimmed.lowercased().hasPrefix("mailto:") { trimmed = trimmed.dropFirst(7) }
        guard !trimmed.isEmpty else { throw .empty }
        guard trimmed.utf8.count <= 254 else { throw .tooLong }
        guard trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .unexpectedCharacter }
        let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .notOneAt }
        guard Self.isMailbox(parts[0]) else { throw .badMailbox }
        guard Self.isDomain(parts[1]) else { throw .badDomain }
        mailbox = String(parts[0])
        domain = parts[1].lowercased()
    }

    public var text: String { mailbox + "@" + domain }

    /// The address for comparing and for fingerprints: all lower case, since no provider in use tells capitals apart.
    public var matchKey: String { text.lowercased() }

    public var description: String { mailbox.prefix(1) + "•••@" + domain }

    private static func isMailbox(_ text: Substring) -> Bool {
        let atoms = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 64 && atoms.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAtomByte) }
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last, top.utf8.count >= 2, !top.utf8.allSatisfy({ $0 <= 0x39 }) else {
            return false
        }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
