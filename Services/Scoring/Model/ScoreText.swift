import FrenchBusiness

/// What people read in a score, in French.
enum ScoreText {
    /// Why a rule gives its points.
    static func reason(_ rule: Rule, _ outcome: RuleOutcome) -> String {
        reasons[rule]?[outcome] ?? "Règle «\u{202F}\(rule.rawValue)\u{202F}»"
    }

    static let reasons: [Rule: [RuleOutcome: String]] = [
        .base: [.start: "Base du barème"],
        .size: [
            .tpe: "Très petite entreprise, cible prioritaire",
            .pme: "Petite ou moyenne entreprise",
            .eti: "Entreprise de taille intermédiaire, hors cible",
            .ge: "Grande entreprise, hors cible",
            .unknown: "Taille inconnue (effectif et catégorie non publiés)",
        ],
        .turnoverTrend: [
            .collapse: "Forte baisse de CA, besoin probable",
            .fall: "Baisse de CA, besoin probable",
            .decline: "Léger recul du CA",
            .stable: "CA stable",
            .growth: "CA en croissance",
            .surge: "Forte croissance du CA, besoins nouveaux probables",
            .suspicious: "Variation de CA à vérifier",
            .tooOld: "Évolution du CA trop ancienne pour compter",
            .singleYear: "Évolution inconnue (CA non comparable à un exercice précédent)",
            .noTurnover: "CA nul (publié)",
            .confidential: "CA confidentiel (comptes non publiés)",
            .notFiled: "CA inconnu (comptes non déposés)",
            .notApplicable: "CA inconnu (forme juridique sans dépôt de comptes)",
            .unknown: "CA inconnu (aucune source ne le donne)",
        ],
        .unknownTurnover: [
            .newCompany: "Sans évolution du CA\u{202F}: création récente, besoin d’équipement probable",
            .youngCompany: "Sans évolution du CA\u{202F}: entreprise jeune",
            .smallEmployer: "Sans évolution du CA\u{202F}: petit employeur en activité",
            .other: "Sans évolution du CA\u{202F}: aucun autre signe de besoin",
        ],
        .turnoverLevel: [
            .noTurnover: "Pas de chiffre d’affaires",
            .under50k: "CA inférieur à 50\u{A0}k€",
            .under150k: "CA de 50 à 150\u{A0}k€",
            .under2m: "CA de 150\u{A0}k€ à 2\u{A0}M€, cœur de cible",
            .under10m: "CA de 2 à 10\u{A0}M€",
            .under50m: "CA de 10 à 50\u{A0}M€",
            .over50m: "CA supérieur à 50\u{A0}M€",
            .unknown: "Niveau de CA inconnu",
        ],
        .age: [
            .under1Year: "Moins d’un an",
            .under5Years: "De 1 à 5\u{A0}ans, phase d’équipement",
            .under10Years: "De 5 à 10\u{A0}ans",
            .under20Years: "De 10 à 20\u{A0}ans",
            .over20Years: "Plus de 20\u{A0}ans",
            .unknown: "Âge inconnu",
        ],
        .legalForm: [
            .commercial: "Société commerciale",
            .soleTrader: "Entrepreneur individuel",
            .association: "Association, hors cible",
            .publicBody: "Organisme public, hors cible",
            .other: "Autre forme juridique",
            .unknown: "Forme juridique inconnue",
        ],
        .employer: [
            .from1To9: "Employeur de moins de 10\u{A0}salariés",
            .from10To49: "Employeur de 10 à 49\u{A0}salariés",
            .from50: "Employeur de 50\u{A0}salariés ou plus",
            .withoutEmployees: "Sans salarié",
            .unknown: "Effectif inconnu",
        ],
        .eInvoicing: [
            .withinAYear: "Émission de factures électroniques obligatoire dans moins d’un an",
            .later: "Émission de factures électroniques bientôt obligatoire",
            .inForce: "Émission de factures électroniques déjà obligatoire",
            .unknown: "Date d’obligation de facturation électronique inconnue",
        ],
        .reachability: [
            .phoneAndEmail: "Téléphone et e-mail connus",
            .phone: "Téléphone connu",
            .email: "E-mail connu",
            .personalNumber: "Seul un numéro personnel est connu (horaires restreints)",
            .none: "Aucun moyen de contact connu",
        ],
        .staleAccounts: [.tooOld: "Derniers comptes connus de plus de 3\u{A0}ans"],
        .openEstablishments: [.none: "Aucun établissement ouvert"],
    ]
}
