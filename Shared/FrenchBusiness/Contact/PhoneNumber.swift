/// A telephone number in E.164 form, `+33123456789`.
///
/// Personal data: `description` hides all but the country and the last two digits, so that a log that interpolates one
/// keeps a secret. Ask `text`, `national` or `display` for the number.
public struct PhoneNumber: TextCodable, CustomStringConvertible {
    /// `+` and 8 to 15 digits.
    public let text: String

    /// The E.164 form and nothing else; French numbers must have the right length and area.
    public init?(_ text: String) {
        guard text.first == "+", let number = try? PhoneNumber(userInput: text), number.text == text else { return nil }
        self = number
    }

    init(e164: String) {
        text = e164
    }

    /// A number of France or of one of its overseas territories.
    public var isFrench: Bool { FrenchNumbering.callingCode(of: text) != nil }

    /// A mobile number of France or overseas; false for foreign numbers, whose plans this module does not know.
    public var isMobile: Bool {
        guard let code = FrenchNumbering.callingCode(of: text) else { return false }
        return FrenchNumbering.isMobile(text.dropFirst(code.count + 1), callingCode: code)
    }

    /// `"01 23 45 67 89"`, the spaces unbreakable; nil for foreign numbers and for territories that are dialled with
    /// their calling code.
    public var national: String? {
        guard let code = FrenchNumbering.callingCode(of: text), FrenchNumbering.hasTenDigits(code) else { return nil }
        return Digits.grouped("0" + text.dropFirst(code.count + 1), by: 2, separator: "\u{A0}")
    }

    /// The national form where there is one, the international elsewhere.
    public var display: String { national ?? text }

    public var description: String {
        text.prefix(3) + String(repeating: "•", count: max(0, text.utf8.count - 5)) + text.suffix(2)
    }
}

/// Why a typed number was refused; carries no digit of it.
public enum PhoneError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case unexpectedCharacter
    /// Too few or too many digits for its country, or no country given.
    case wrongLength
    /// The digits after the leading zero belong to no French range.
    case unassigned

    public var description: String {
        switch self {
        case .empty: "no number was given"
        case .unexpectedCharacter: "a character that no telephone number has"
        case .wrongLength: "the wrong number of digits"
        case .unassigned: "a range that is not assigned"
        }
    }

    /// One sentence for the person who typed it.
    public var frenchReason: String {
        switch self {
        case .empty: "Numéro de téléphone absent."
        case .unexpectedCharacter: "Le numéro de téléphone contient un caractère inattendu."
        case .wrongLength: "Le numéro de téléphone n'a pas le bon nombre de chiffres."
        case .unassigned: "Cette tranche de numéros n'est pas attribuée."
        }
    }
}
