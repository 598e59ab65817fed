extension EmailAddress {
    /// Whether the mailbox is a function's and nobody's in particular (contact@, compta@): no personal data, says the
    /// CNIL, so the rules on prospecting people do not bind it.
    ///
    /// Only when the whole mailbox is such a word, a `+tag` and separators aside: `info.dupont@` is taken for a person.
    public var isGeneric: Bool {
        let untagged = mailbox.lowercased().prefix { $0 != "+" }
        return Self.functions.contains(String(untagged.filter { !"-_.".contains($0) }))
    }

    private static let functions: Set<String> = [
        "accueil", "achats", "admin", "administratif", "administration", "adv", "agence", "assistance", "atelier",
        "bonjour", "boutique", "bureau", "cabinet", "candidature", "commande", "commandes", "commercial",
        "communication",
        "compta", "comptabilite", "contact", "contacts", "courrier", "devis", "direction", "dpo", "emploi", "equipe",
        "etude", "export", "facturation", "factures", "gestion", "hello", "info", "information", "informations",
        "infos",
        "jobs", "logistique", "magasin", "mail", "mairie", "marketing", "noreply", "nepasrepondre", "office",
        "postmaster",
        "presse", "production", "qualite", "reception", "recrutement", "rgpd", "reservation", "reservations", "rh",
        "sales",
        "sav", "secretariat", "service", "serviceclient", "serviceclients", "siege", "standard", "support", "technique",
        "vente", "ventes", "webmaster",
    ]
}

/// Why a typed address was refused; carries no part of it.
public enum EmailError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty, tooLong, unexpectedCharacter, notOneAt, badMailbox, badDomain

    public var description: String {
        switch self {
        case .empty: "no address was given"
        case .tooLong: "the address is too long"
        case .unexpectedCharacter: "a space, an accent or a control character"
        case .notOneAt: "not exactly one @"
        case .badMailbox: "what stands before the @ is no mailbox"
        case .badDomain: "what stands after the @ is no domain"
        }
    }

    /// One sentence for the person who typed it.
    public var frenchReason: String {
        switch self {
        case .empty: "Adresse e-mail absente."
        case .tooLong: "L'adresse e-mail est trop longue."
        case .unexpectedCharacter: "L'adresse e-mail contient une espace, un accent ou un caractère interdit."
        case .notOneAt: "L'adresse e-mail doit contenir un seul @."
        case .badMailbox: "La partie avant le @ est incorrecte."
        case .badDomain: "Le domaine de l'adresse e-mail est incorrect."
        }
    }
}
