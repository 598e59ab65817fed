import FrenchBusiness

/// The values that rules saw, as people read them.
extension ScoreText {
    static let unknownWorkforce = "Effectif inconnu"
    static let unknownCreation = "Date de création inconnue"
    static let unknownForm = "Forme juridique inconnue"
    static let nothingKnown = "Ni date de création ni effectif connus"

    /// `3 à 5 salariés (2023)`
    static func workforce(_ band: WorkforceBand, year: Int?) -> String {
        band.label + (year.map { " (\($0))" } ?? "")
    }

    /// A date and no age, so that the text does not change with the day of the scoring.
    static func created(_ day: CivilDate) -> String { "Création le \(day.frenchShort)" }

    static func closed(_ day: CivilDate) -> String { "Exercice clos le \(day.frenchShort)" }

    /// `-14,2 % (exercices clos le 31/12/2023 et le 31/12/2024)`
    static func movement(_ movement: TurnoverTrend) -> String {
        "\(movement.formatted) (exercices clos le \(movement.from.frenchShort) et le \(movement.to.frenchShort))"
    }

    /// `230 k€ (exercice clos le 31/12/2024)`; an estimate says so.
    static func amount(_ year: TurnoverYear, _ status: TurnoverStatus) -> String {
        let length = [0, 12].contains(year.months) ? "" : " de \(year.months)\u{A0}mois"
        let estimated = status == .estimated ? "estimé, " : ""
        return "\(year.money.compact) (\(estimated)exercice\(length) clos le \(year.closingDate.frenchShort))"
    }

    static func ways(_ inputs: ScoreInputs) -> String {
        let phone = inputs.isPersonalNumber ? "numéro personnel" : "téléphone"
        let ways = (inputs.hasPhone ? [phone] : []) + (inputs.hasEmail ? ["e-mail"] : [])
        return ways.isEmpty ? "aucun" : ways.joined(separator: ", ")
    }
}
