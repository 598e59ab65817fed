import Contracts
import FrenchBusiness

/// What is known of a turnover (CA) in a few words. Unknown has a reason and is never a zero.
enum TurnoverWords {
    /// `229 786 € (2024), +12 %`, `confidentiel`, `estimé à 230 k€`…
    static func value(_ turnover: TurnoverSummary, in language: Language) -> String {
        guard let status = TurnoverStatus(rawValue: turnover.status), status.hasAmount, let cents = turnover.latestCents
        else { return reason(turnover.status, in: language) }
        let money = Money(cents: cents)
        var text = status == .estimated ? language("estimé à ", "estimated at ") + money.compact : money.formattedEuros
        if let closing = turnover.latestClosing { text += " (\(closing.year))" }
        if let points = turnover.changeBasisPoints { text += ", " + percent(points) }
        return text
    }

    /// `CA 229 786 € (2024), +12 %`, `CA confidentiel`, as a line of a digest says it.
    static func phrase(_ turnover: TurnoverSummary, in language: Language) -> String {
        language("CA ", "turnover ") + value(turnover, in: language)
    }

    /// `+12 %`, `-3,4 %`: whole percents from ten on, one decimal below.
    static func percent(_ basisPoints: Int) -> String {
        let magnitude = basisPoints.magnitude
        let sign = basisPoints < 0 ? "-" : basisPoints > 0 ? "+" : ""
        guard magnitude < 1000 else { return sign + "\((magnitude + 50) / 100)\u{202F}%" }
        let tenths = (magnitude + 5) / 10
        let decimal = tenths % 10 == 0 ? "" : ",\(tenths % 10)"
        return (tenths == 0 ? "" : sign) + "\(tenths / 10)\(decimal)\u{202F}%"
    }

    private static func reason(_ status: String, in language: Language) -> String {
        switch TurnoverStatus(rawValue: status) {
        case .confidential: language("confidentiel", "confidential")
        case .notFiled: language("non déposé", "not filed")
        case .notApplicable: language("sans dépôt de comptes", "no accounts to file")
        default: language("inconnu", "unknown")
        }
    }
}
