extension LegalForm {
    /// A short French name: that of the form where it is common, of its family elsewhere.
    public var label: String {
        Self.names[code] ?? Self.families[String(code.prefix(2))] ?? Self.kinds[String(code.prefix(1))]
            ?? "Forme juridique \(code)"
    }

    private static let names = [
        "1000": "Entrepreneur individuel",
        "3120": "Société étrangère (RCS)",
        "3220": "Société étrangère",
        "5202": "SNC",
        "5306": "Société en commandite simple",
        "5308": "Société en commandite par actions",
        "5385": "SELCA",
        "5415": "SARL d'économie mixte",
        "5453": "SARL coopérative artisanale",
        "5458": "SCOP (SARL)",
        "5460": "SARL coopérative",
        "5485": "SELARL",
        "5498": "EURL",
        "5499": "SARL",
        "5515": "SEM",
        "5546": "SA de HLM",
        "5558": "SCOP (SA)",
        "5585": "SELAFA",
        "5615": "SEM",
        "5646": "SA de HLM",
        "5658": "SCOP (SA)",
        "5685": "SELAFA",
        "5710": "SAS",
        "5720": "SASU",
        "5770": "SPFPL (SAS)",
        "5785": "SELAS",
        "5800": "Société européenne",
        "6220": "GIE",
        "6316": "CUMA",
        "6411": "Société d'assurance mutuelle",
        "6521": "SCPI",
        "6533": "GAEC",
        "6540": "SCI",
        "6541": "SCI de construction-vente",
        "6585": "Société civile professionnelle",
        "6589": "Société civile de moyens",
        "6597": "Société civile agricole",
        "6598": "EARL",
        "6599": "Société civile",
        "7210": "Commune",
        "7220": "Département",
        "7230": "Région",
        "7331": "Établissement public d'enseignement",
        "7344": "Métropole",
        "7346": "Communauté de communes",
        "7348": "Communauté d'agglomération",
        "7361": "Centre communal d'action sociale",
        "7364": "Hôpital public",
        "7410": "GIP",
        "8210": "Mutuelle",
        "8310": "Comité social et économique",
        "8311": "Comité social et économique",
        "9110": "Syndicat de copropriété",
        "9150": "Association syndicale libre",
        "9223": "Groupement d'employeurs",
        "9230": "Association reconnue d'utilité publique",
        "9240": "Congrégation",
    ]

    /// Level II of the nomenclature.
    private static let families = [
        "21": "Indivision", "22": "Société créée de fait", "23": "Société en participation", "24": "Fiducie",
        "27": "Paroisse", "29": "Groupement de droit privé", "31": "Société étrangère (RCS)",
        "32": "Personne morale étrangère", "41": "EPIC", "51": "Société coopérative", "52": "SNC",
        "53": "Société en commandite", "54": "SARL", "55": "SA", "56": "SA à directoire", "57": "SAS",
        "58": "Société européenne", "61": "Caisse d'épargne", "62": "Groupement d'intérêt économique",
        "63": "Coopérative agricole", "64": "Société d'assurance mutuelle", "65": "Société civile",
        "69": "Personne morale inscrite au RCS", "71": "Administration de l'État", "72": "Collectivité territoriale",
        "73": "Établissement public administratif", "74": "Personne morale de droit public",
        "81": "Organisme de protection sociale", "82": "Organisme mutualiste", "83": "Comité d'entreprise",
        "84": "Organisme professionnel", "85": "Institution de prévoyance", "91": "Syndicat de propriétaires",
        "92": "Association", "93": "Fondation", "99": "Personne morale de droit privé",
    ]

    /// Level I.
    private static let kinds = [
        "1": "Entrepreneur individuel", "2": "Groupement sans personnalité morale", "3": "Personne morale étrangère",
        "4": "Personne morale publique commerciale", "5": "Société commerciale", "6": "Personne morale inscrite au RCS",
        "7": "Organisme public", "8": "Organisme privé spécialisé", "9": "Groupement de droit privé",
    ]
}
