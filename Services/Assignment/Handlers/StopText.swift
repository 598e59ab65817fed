import FrenchBusiness

/// Why a company may not be prospected, in French.
enum StopText {
    static let opposed = "Opposition à la prospection"
    static let duplicate = "Fusionnée avec une autre fiche du service"

    static func withdrawn(_ reason: String) -> String {
        switch reason {
        case "import_undone": "Fiche retirée (import annulé)"
        case "erased": "Fiche effacée"
        default: "Fiche retirée"
        }
    }

    static func ceased(_ code: String, on day: CivilDate?) -> String {
        let what =
            switch code {
            case "liquidation": "Liquidation judiciaire"
            case "struck_off": "Radiée du registre du commerce"
            default: "Entreprise cessée"
            }
        return day.map { "\(what) le \($0.frenchShort)" } ?? what
    }
}
