import Contracts
import FrenchBusiness

/// A stuck deal as a report shows it.
struct StuckLine: Sendable, Equatable {
    var title: String
    /// as people call it
    var stage: String
    var days: Int
    var limit: Int
    /// in French
    var suggestion: String
}

/// The text of a department's day, in French. Pure.
struct DailyReport: Sendable, Equatable {
    var title: String
    var lines: [String]

    /// How many stuck deals are named; the others are counted.
    static let named = 5

    /// - Parameter worst: stuck deals, worst first, at most ``named``.
    init(_ facts: FigureFacts, worst: [StuckLine], day: CivilDate) {
        title = "Pipeline du \(day.weekday.frenchName) \(day.frenchLong)"
        let weighted = Money(cents: facts.weighted / 10_000).compact
        lines = [
            "\(Self.count(facts.open, "affaire ouverte", "affaires ouvertes")), \(weighted) pondérés", Self.wins(facts),
        ]
        if facts.stuck == 0 {
            lines.append("Aucune affaire bloquée")
        } else {
            lines.append(Self.count(facts.stuck, "affaire bloquée", "affaires bloquées") + "\u{202F}:")
            lines += worst.map(Self.line)
            let rest = facts.stuck - worst.count
            if rest > 0 { lines.append("… et \(Self.count(rest, "autre", "autres"))") }
        }
        lines.append(
            "Leads\u{202F}: \(Self.count(facts.owned, "confié", "confiés")), \(facts.pooled) au vivier, "
                + "\(facts.unassignable) sans commercial"
        )
    }

    private static func wins(_ facts: FigureFacts) -> String {
        let closed = facts.won + facts.lost
        guard closed > 0 else { return "Aucune affaire close depuis 90 jours" }
        let rate = FigureText.decimal(100 * Double(facts.won) / Double(closed))
        return "Taux de réussite sur 90 jours\u{202F}: \(rate)\u{202F}% "
            + "(\(count(facts.won, "gagnée", "gagnées")), \(count(facts.lost, "perdue", "perdues")))"
    }

    private static func line(_ stuck: StuckLine) -> String {
        "«\u{202F}\(stuck.title)\u{202F}»\u{202F}: "
            + "\(count(stuck.days, "jour ouvré", "jours ouvrés")) en \(stuck.stage) "
            + "(limite \(stuck.limit)). \(stuck.suggestion)"
    }

    private static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number < 2 ? one : many)"
    }
}
