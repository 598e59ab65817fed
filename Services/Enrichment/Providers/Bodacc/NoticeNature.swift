import FrenchBusiness

/// What a judgment does to a company, from the nature that BODACC gives it.
///
/// The natures are BODACC's own list; the texts are livre VI of the code de commerce. A judgment about the course of a
/// proceeding (organs named, claims listed, delays) leaves it as it is.
enum NoticeNature: Sendable, Equatable {
    case liquidation, receivership, safeguard
    /// Closed, a plan adopted, or the opening overturned.
    case ended
    /// Changes nothing.
    case none

    /// - Parameters:
    ///   - nature: of the official list; another is read by its words.
    ///   - complement: free text, which decides where the nature is "another judgment".
    ///   - family: what kind of judgment, "Jugement de clôture" among others.
    init(nature: String?, complement: String?, family: String?) {
        let family = family.map { Mojibake.repaired($0).frenchFolded } ?? ""
        let nature = nature.map { Mojibake.repaired($0).frenchFolded } ?? ""
        let complement = TellingWords(complement ?? "")
        if family.contains("jugement de cloture") {
            self = .ended
        } else if family == "avis de depot" || family == "loi de 1967" {
            self = .none
        } else if let listed = Self.table[nature] {
            self = listed
        } else if nature.isEmpty || Self.others.contains(nature) {
            self = complement.nature
        } else if Self.decisions.contains(where: { nature.hasPrefix($0) }) {
            self = TellingWords(nature).nature
        } else {
            self = .none
        }
    }

    var kind: Proceeding.Kind? {
        switch self {
        case .liquidation: .liquidation
        case .receivership: .receivership
        case .safeguard: .safeguard
        case .ended, .none: nil
        }
    }

    /// How a nature begins that is a court's decision, and no list or deposit.
    private static let decisions = ["jugement", "autre jugement", "arret", "autre arret", "ordonnance"]

    /// Natures that say nothing without their complement.
    private static let others: Set<String> = ["autre jugement prononcant", "autre jugement d'ouverture"]

    private static let table: [String: NoticeNature] = {
        var table: [String: NoticeNature] = [:]
        for (nature, names) in natures { for name in names { table[name.frenchFolded] = nature } }
        return table
    }()

    private static let natures: [(NoticeNature, [String])] = [
        (
            .liquidation,
            [
                "Jugement d'ouverture de liquidation judiciaire",
                "Jugement d'extension de liquidation judiciaire",
                "Jugement de conversion en liquidation judiciaire",
                "Jugement de conversion en liquidation judiciaire de la procédure de sauvegarde",
                "Jugement de conversion en liquidation judiciaire de la procédure de sauvegarde financière accélérée",
                "Jugement prononçant la résolution du plan de sauvegarde et la liquidation judiciaire",
                "Jugement prononçant la résolution du plan de sauvegarde accélérée et la liquidation judiciaire",
                "Jugement prononçant la résolution du plan de sauvegarde financière accélérée et la liquidation judiciaire",
                "Jugement prononçant la résolution du plan de cession et la liquidation judiciaire",
                "Jugement prononçant la résolution du plan de redressement et la liquidation judiciaire",
                "Jugement prononçant la résolution du plan de traitement de sortie de crise et la liquidation judiciaire",
                "Jugement mettant fin à la procédure de traitement de sortie de crise et ouvrant une procédure de liquidation judiciaire",
            ]
        ),
        (
            .receivership,
            [
                "Jugement d'ouverture d'une procédure de redressement judiciaire",
                "Jugement d'extension d'une procédure de redressement judiciaire",
                "Jugement prononçant la résolution du plan de sauvegarde et le redressement judiciaire",
                "Jugement de conversion en redressement judiciaire de la procédure de sauvegarde",
                "Jugement de conversion en redressement judiciaire de la procédure de sauvegarde financière accélérée",
                "Jugement mettant fin à la procédure de traitement de sortie de crise et ouvrant une procédure de redressement judiciaire",
            ]
        ),
        (
            .safeguard,
            [
                "Jugement d'ouverture d'une procédure de sauvegarde",
                "Jugement d'extension d'une procédure de sauvegarde",
                "Jugement d'ouverture d'une procédure de sauvegarde accélérée",
                "Jugement d'ouverture d'une procédure de sauvegarde financière accélérée",
            ]
        ),
        (
            .ended,
            [
                "Jugement de plan de redressement",
                "Jugement arrêtant le plan de redressement",
                "Jugement arrêtant le plan de sauvegarde",
                "Jugement de clôture pour insuffisance d'actif",
                "Jugement de clôture pour extinction du passif",
                "Jugement de clôture pour insuffisance d'actif et autorisant la reprise des poursuites individuelles",
                "Jugement de clôture de la liquidation des biens pour insuffisance d'actif",
                "Jugement de clôture de la liquidation des biens pour extinction du passif",
                "Jugement de clôture de la procédure de sauvegarde",
                "Jugement prononçant la clôture de la procédure de rétablissement professionnel",
                "Jugement mettant fin à la procédure de redressement judiciaire",
                "Jugement mettant fin à la procédure de sauvegarde",
                "Autre jugement de clôture",
                "Arrêt de la cour d'appel infirmant une décision soumise à publicité",
            ]
        ),
        (
            .none,
            [
                "Jugement prononçant la résolution du plan de sauvegarde",
                "Autre jugement de liquidation des biens",
                "Autre arrêt de la Cour d'Appel",
                "Jugement d'ouverture d'une procédure de traitement de sortie de crise",
                "Jugement de désignation des organes de la procédure",
                "Jugement accordant un délai pour déposer la liste des créances",
                "Dépôt de l'état des créances",
                "Dépôt de l'état des créances Loi de 1985",
                "Dépôt de l'état de collocation",
                "Dépôt du projet de répartition",
                "Dépôt de l'état des créances et du projet de répartition",
                "Liste des créances nées après le jugement d'ouverture d'une procédure de liquidation judiciaire",
                "Liste des créances nées après le jugement d'ouverture d'une procédure de redressement judiciaire",
                "Autre avis de dépôt",
            ]
        ),
    ]
}
