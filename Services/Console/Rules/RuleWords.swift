import FrenchBusiness

/// Keys of rule sets as people read them. One that is not here, because rules say something new, is shown as it is.
enum RuleWords {
    static func criterion(_ key: String) -> String { criteria[key] ?? key }

    static func outcome(_ key: String) -> String {
        outcomes[key] ?? WorkforceBand(rawValue: key)?.label ?? key
    }

    static func place(_ code: String) -> String { "département \(code)" }

    static func industry(_ key: String) -> String {
        if let section = NAFSection(rawValue: key) { return "Section \(key), \(section.label)" }
        return key.count == 2 ? "Division \(key)" : "Code \(key)"
    }

    static func action(_ key: String) -> String {
        switch key {
        case "start": "Mise en route"
        case "publish": "Publication"
        case "rollback": "Retour en arrière"
        default: key
        }
    }

    /// Who did it: a colleague's name, or one of the house's own.
    static func actor(_ text: String) -> String {
        switch text {
        case "scoring": "Filon"
        case "operator": "Exploitation"
        default: text.count == 36 ? "Un collègue" : text
        }
    }

    /// In the order in which a score lists its lines.
    static let order = [
        "base", "size", "turnover_trend", "unknown_turnover", "turnover_level", "industry", "age", "legal_form",
        "region", "employer", "workforce_change", "e_invoicing", "engagement", "reachability", "stale_accounts",
        "open_establishments",
    ]

    private static let criteria = [
        "base": "Départ", "size": "Taille", "turnover_trend": "Évolution du CA (urgence)",
        "unknown_turnover": "À défaut d’évolution connue", "turnover_level": "Niveau de CA",
        "industry": "Secteur d’activité", "age": "Ancienneté", "legal_form": "Forme juridique",
        "region": "Implantation", "employer": "Employeur", "workforce_change": "Évolution de l’effectif",
        "e_invoicing": "Facturation électronique", "engagement": "Échanges récents", "reachability": "Coordonnées",
        "stale_accounts": "Comptes anciens", "open_establishments": "Établissements ouverts",
    ]

    private static let outcomes = [
        "start": "toujours", "tpe": "très petite entreprise", "pme": "petite ou moyenne entreprise",
        "eti": "entreprise de taille intermédiaire", "ge": "grande entreprise",
        "collapse": "forte baisse", "fall": "baisse", "decline": "léger recul", "stable": "stable",
        "growth": "croissance", "surge": "forte croissance", "suspicious": "à vérifier", "too_old": "trop anciens",
        "single_year": "un seul exercice", "no_turnover": "CA nul", "confidential": "comptes confidentiels",
        "not_filed": "comptes non déposés", "not_applicable": "sans dépôt de comptes",
        "zero_confirmed": "CA nul (publié)", "known": "CA connu, non comparable", "estimated": "CA estimé",
        "new_company": "création récente", "young_company": "entreprise jeune",
        "small_employer": "petit employeur en activité", "under_50k": "moins de 50\u{A0}k€",
        "under_150k": "50 à 150\u{A0}k€", "under_2m": "150\u{A0}k€ à 2\u{A0}M€", "under_10m": "2 à 10\u{A0}M€",
        "under_50m": "10 à 50\u{A0}M€", "over_50m": "plus de 50\u{A0}M€", "under_1_year": "moins d’un an",
        "under_5_years": "1 à 5\u{A0}ans", "under_10_years": "5 à 10\u{A0}ans", "under_20_years": "10 à 20\u{A0}ans",
        "over_20_years": "plus de 20\u{A0}ans", "commercial": "société commerciale",
        "sole_trader": "entrepreneur individuel", "association": "association", "public_body": "organisme public",
        "from_1_to_9": "1 à 9 salariés", "from_10_to_49": "10 à 49 salariés", "from_50": "50 salariés et plus",
        "without_employees": "sans salarié", "within_a_year": "obligatoire dans moins d’un an",
        "later": "obligatoire plus tard", "in_force": "déjà obligatoire", "phone_and_email": "téléphone et e-mail",
        "phone": "téléphone seul", "email": "e-mail seul", "personal_number": "numéro personnel seul",
        "none": "aucun", "other": "autre", "unknown": "inconnu", "growing": "en hausse", "shrinking": "en baisse",
        "same": "inchangé", "inbound": "contact venu du prospect", "meeting": "rendez-vous",
        "callback": "à rappeler", "reached": "joint au téléphone", "not_interested": "pas intéressé",
        "receivership": "redressement judiciaire", "safeguard": "procédure de sauvegarde",
        "no_establishment": "aucun établissement ouvert", "critical": "critique", "high": "haute",
        "normal": "normale", "low": "basse",
    ]
}
