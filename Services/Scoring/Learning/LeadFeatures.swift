import Contracts
import FrenchBusiness
import Scorecard

/// What the learner sees of a lead: few values a field, none of which names anybody, and nothing that a deal's end
/// writes. A field that says nothing has a value of its own.
enum LeadFeatures {
    /// Grows whenever a field or a border below changes, or the learner itself: models learnt before are learnt again.
    static let version = 2

    static func features(_ inputs: ScoreInputs) -> [Feature] {
        let facts = inputs.facts
        let years = TurnoverYears(inputs.turnover, today: inputs.today)
        let code = facts.naf.flatMap { NAFCode($0) }
        return [
            Feature("workforce", facts.workforceBand),
            Feature("category", facts.category),
            Feature("section", facts.section ?? code?.section?.rawValue),
            Feature("division", facts.naf.map { String($0.prefix(2)) }),
            Feature("legal_form", facts.legalForm.map { String($0.prefix(2)) }),
            Feature("departement", facts.departement),
            Feature("age", facts.createdOn.map { age($0, inputs.today) }),
            Feature("establishments", facts.establishments.map { bucket($0, [1, 2, 3, 6, 21]) }),
            Feature("turnover_status", inputs.turnover.status),
            Feature("turnover", years.latest.map { level($0.annualisedCents ?? $0.amountCents) }),
            Feature("turnover_change", years.movement.map { bucket($0.basisPoints, changes) }),
            Feature("turnover_age", years.latest.map { age($0.closingDate, inputs.today) }),
            Feature("phone", inputs.hasPhone ? inputs.isPersonalNumber ? "personal" : "office" : "none"),
            Feature("email", inputs.hasEmail ? "yes" : "no"),
        ]
    }

    /// Basis points: where the risk that bankruptcies show changes (ml-anchors, 3.4).
    private static let changes = [-3_000, -1_500, -500, 0, 500, 1_500, 3_000, 10_000]

    /// Years that tell companies and accounts apart.
    static let ages = [1, 2, 3, 5, 10, 20]

    private static func age(_ day: CivilDate, _ today: CivilDate) -> String {
        "\(ages.lastIndex { day.adding(months: 12 * $0) <= today }.map { $0 + 1 } ?? 0)"
    }

    private static func level(_ cents: Int64) -> String {
        bucket(Int(clamping: cents / 100), [1, 50_000, 150_000, 500_000, 2_000_000, 10_000_000, 50_000_000])
    }

    /// How many borders the value has reached.
    private static func bucket(_ value: Int, _ borders: [Int]) -> String {
        "\(borders.count { $0 <= value })"
    }
}
