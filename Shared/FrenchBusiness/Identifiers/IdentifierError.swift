/// Why a typed identifier was refused. Carries no part of what was typed: a sole trader's SIREN is personal data.
public enum IdentifierError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case unexpectedCharacter
    case wrongLength(expected: Int, found: Int)
    /// All zeros, the usual filler of forms and exports.
    case placeholder
    /// The control key does not match: a digit was mistyped or two were swapped.
    case wrongKey

    /// For logs and developers.
    public var description: String {
        switch self {
        case .empty: "nothing was given"
        case .unexpectedCharacter: "a character that is no digit"
        case .wrongLength(let expected, let found): "\(found) digits where \(expected) are needed"
        case .placeholder: "only zeros"
        case .wrongKey: "the control key does not match"
        }
    }

    /// One sentence for the person who typed it.
    public var frenchReason: String {
        switch self {
        case .empty: "Numéro absent."
        case .unexpectedCharacter: "Le numéro contient autre chose que des chiffres."
        case .wrongLength(let expected, let found): "Le numéro compte \(found) chiffres au lieu de \(expected)."
        case .placeholder: "Le numéro ne contient que des zéros."
        case .wrongKey: "La clé de contrôle est fausse : un chiffre est sans doute erroné."
        }
    }
}
