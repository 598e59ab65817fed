import FrenchBusiness

/// The sentences themselves.
extension BookText {
    /// Only where a table and the code part; a test sees that they do not.
    static let unworded = Wording("Sans libellé", "Without wording")

    static let sizes: [CompanySize: Wording] = [
        .tpe: Wording("Très petite entreprise", "Very small business"),
        .pme: Wording("Petite ou moyenne entreprise", "Small or medium-sized business"),
        .eti: Wording("Entreprise de taille intermédiaire", "Mid-sized company (ETI)"),
        .ge: Wording("Grande entreprise", "Large company"),
        .unknown: Wording("Taille inconnue (effectif et catégorie non publiés)", "Size not known (nothing published)"),
    ]

    static let trends: [RuleOutcome: Wording] = [
        .collapse: Wording("Forte baisse de CA, besoin probable", "Turnover fell sharply, a need is likely"),
        .fall: Wording("Baisse de CA, besoin probable", "Turnover fell, a need is likely"),
        .decline: Wording("Léger recul du CA", "Turnover slipped"),
        .stable: Wording("CA stable, sans urgence", "Turnover stands still, no urgency"),
        .growth: Wording("CA en croissance", "Turnover grew"),
        .surge: Wording("Forte croissance du CA, besoins nouveaux probables", "Turnover surged, new needs are likely"),
        .suspicious: Wording("Variation de CA à vérifier", "Turnover moved beyond belief: to be checked"),
        .tooOld: Wording("Évolution du CA ancienne, comptée peu", "The movement of turnover is old and counts little"),
        .singleYear: Wording(
            "Évolution inconnue (CA non comparable à un exercice précédent)",
            "Movement not known (no comparable earlier year)"
        ),
        .noTurnover: Wording("CA nul (publié)", "Turnover of zero, as published"),
        .confidential: Wording(
            "CA confidentiel (comptes non publiés)",
            "Turnover confidential (accounts not published)"
        ),
        .notFiled: Wording("CA inconnu (comptes non déposés)", "Turnover not known (no accounts filed)"),
        .notApplicable: Wording(
            "CA inconnu (forme juridique sans dépôt de comptes)",
            "Turnover not known (this legal form files no accounts)"
        ),
        .unknown: Wording("CA inconnu (aucune source ne le donne)", "Turnover not known (no source gives it)"),
    ]

    static let proxies: [RuleOutcome: Wording] = [
        .newCompany: Wording("création récente", "recently founded"),
        .youngCompany: Wording("entreprise jeune", "young company"),
        .smallEmployer: Wording("petit employeur en activité", "small employer at work"),
    ]

    static let levels: [RuleOutcome: Wording] = [
        .noTurnover: Wording("Pas de chiffre d’affaires", "No turnover"),
        .under50k: Wording("CA inférieur à 50\u{A0}k€", "Turnover under €50k"),
        .under150k: Wording("CA de 50 à 150\u{A0}k€", "Turnover of €50k to €150k"),
        .under2m: Wording("CA de 150\u{A0}k€ à 2\u{A0}M€", "Turnover of €150k to €2m"),
        .under10m: Wording("CA de 2 à 10\u{A0}M€", "Turnover of €2m to €10m"),
        .under50m: Wording("CA de 10 à 50\u{A0}M€", "Turnover of €10m to €50m"),
        .over50m: Wording("CA supérieur à 50\u{A0}M€", "Turnover above €50m"),
        .unknown: Wording("Niveau de CA inconnu", "Turnover level not known"),
    ]

    static let ages: [RuleOutcome: Wording] = [
        .under1Year: Wording("Moins d’un an", "Less than a year old"),
        .under5Years: Wording("De 1 à 5\u{A0}ans", "1 to 5 years old"),
        .under10Years: Wording("De 5 à 10\u{A0}ans", "5 to 10 years old"),
        .under20Years: Wording("De 10 à 20\u{A0}ans", "10 to 20 years old"),
        .over20Years: Wording("Plus de 20\u{A0}ans", "More than 20 years old"),
        .unknown: Wording("Âge inconnu", "Age not known"),
    ]

    static let forms: [RuleOutcome: Wording] = [
        .commercial: Wording("Société commerciale", "Commercial company"),
        .soleTrader: Wording("Entrepreneur individuel", "Sole trader"),
        .association: Wording("Association", "Association"),
        .publicBody: Wording("Organisme public", "Public body"),
        .other: Wording("Autre forme juridique", "Another legal form"),
        .unknown: Wording("Forme juridique inconnue", "Legal form not known"),
    ]

    static let changes: [SheetReading.WorkforceChange: Wording] = [
        .growing: Wording("Effectif en hausse", "Workforce growing"),
        .same: Wording("Effectif inchangé", "Workforce unchanged"),
        .shrinking: Wording("Effectif en baisse", "Workforce shrinking"),
        .unknown: Wording("Évolution de l’effectif inconnue", "Movement of the workforce not known"),
    ]

    static let eInvoicing: [RuleOutcome: Wording] = [
        .withinAYear: Wording(
            "Émission de factures électroniques obligatoire dans moins d’un an",
            "Must send electronic invoices within a year"
        ),
        .later: Wording(
            "Émission de factures électroniques bientôt obligatoire",
            "Must send electronic invoices soon"
        ),
        .inForce: Wording(
            "Émission de factures électroniques déjà obligatoire",
            "Must send electronic invoices already"
        ),
        .unknown: Wording(
            "Date d’obligation de facturation électronique inconnue",
            "Date of the duty of electronic invoices not known"
        ),
    ]

    static let reach: [RuleOutcome: Wording] = [
        .phoneAndEmail: Wording("Téléphone et e-mail connus", "Phone and e-mail known"),
        .phone: Wording("Téléphone connu", "Phone known"),
        .email: Wording("E-mail connu", "E-mail known"),
        .personalNumber: Wording(
            "Seul un numéro personnel est connu (horaires restreints)",
            "Only a personal number is known (restricted hours)"
        ),
        .none: Wording("Aucun moyen de contact connu", "No way to reach anybody is known"),
    ]

    static func wording(_ negative: Negative) -> Wording {
        switch negative {
        case .receivership: Wording("Redressement judiciaire en cours", "In receivership")
        case .safeguard: Wording("Procédure de sauvegarde en cours", "Under safeguard proceedings")
        case .noEstablishment: Wording("Aucun établissement ouvert", "No establishment open")
        }
    }
}
