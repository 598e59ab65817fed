public import FrenchBusiness

/// The kind of legal form that a name or a register tells: enough to see that two cannot be one company.
public enum NameForm: String, Sendable, Equatable, CaseIterable {
    /// A company that trades: SARL, SAS, SA, SNC, their one-person and professional kinds.
    case trading
    /// A civil company, most often one that holds a building: SCI, SCCV, GFA.
    case civil
    case association
    /// A person: entreprise individuelle, auto-entrepreneur.
    case person
    case publicBody

    /// nil for forms that a list never confuses with another.
    public init?(_ form: LegalForm?) {
        guard let code = form?.code, let number = Int(code) else { return nil }
        switch number {
        case 1000..<2000: self = .person
        case 5000..<6000: self = .trading
        case 6500..<6600 where number != 6560: self = .civil
        case 7000..<8000: self = .publicBody
        case 9200..<9300: self = .association
        default: return nil
        }
    }

    /// Single words that mean a form, and are no part of the name.
    static let words: [String: NameForm] = {
        var words: [String: NameForm] = [:]
        for word in "sarl sarlu eurl sas sasu sa snc scop scp selarl selarlu selas selasu selafa sel scs sca selca"
            .split(separator: " ")
        {
            words[String(word)] = .trading
        }
        for word in "sci scpi sccv gfa scm".split(separator: " ") { words[String(word)] = .civil }
        for word in "association asso assoc".split(separator: " ") { words[String(word)] = .association }
        for word in "ei eirl ae".split(separator: " ") { words[String(word)] = .person }
        return words
    }()

    /// Forms written out, longest first.
    static let phrases: [(words: [String], form: NameForm)] = [
        ("societe par actions simplifiee unipersonnelle", NameForm.trading),
        ("entreprise unipersonnelle a responsabilite limitee", .trading),
        ("societe a responsabilite limitee", .trading), ("societe par actions simplifiee", .trading),
        ("societe en nom collectif", .trading), ("societe civile immobiliere", .civil), ("societe anonyme", .trading),
        ("entreprise individuelle", .person), ("entrepreneur individuel", .person), ("auto entrepreneur", .person),
        ("auto entreprise", .person), ("micro entrepreneur", .person), ("micro entreprise", .person),
    ].map { ($0.0.split(separator: " ").map(String.init), $0.1) }
}
