import Contracts
import FrenchBusiness

/// All that a score depends on, stored with it: the same rule set on the same inputs gives the same score, byte for
/// byte, at any time.
struct ScoreInputs: Codable, Hashable, Sendable {
    /// The day of the scoring, by the clock of the business.
    var today: CivilDate
    /// Without names: no rule looks at them.
    var facts: CompanyFacts
    var turnover: TurnoverFacts
    /// Provider of the identity facts.
    var source: String?
    var hasPhone: Bool
    var hasEmail: Bool
    /// The only number is a sole trader's own mobile.
    var isPersonalNumber: Bool
    /// Exchanges by kind and day, the latest first; nil: none.
    var touches: [Touch]?
    /// The band of employees of the last year before the facts'.
    var earlierWorkforce: Workforce?
    /// Receivership or safeguard that lasts.
    var proceeding: LegalProceeding?
    /// Closing probability, 1 % is 100; nil: nothing was learnt yet.
    var probabilityBasisPoints: Int?

    struct Touch: Codable, Hashable, Sendable {
        /// A key of ``RuleSheet/Engagement/kinds``.
        var kind: String
        var on: CivilDate
        var count: Int
    }

    struct Workforce: Codable, Hashable, Sendable {
        /// INSEE's code.
        var band: String
        var year: Int
    }

    init(
        today: CivilDate,
        facts: CompanyFacts,
        turnover: TurnoverFacts,
        source: String? = nil,
        hasPhone: Bool,
        hasEmail: Bool,
        isPersonalNumber: Bool,
        touches: [Touch]? = nil,
        earlierWorkforce: Workforce? = nil,
        proceeding: LegalProceeding? = nil,
        probabilityBasisPoints: Int? = nil
    ) {
        self.touches = touches
        self.earlierWorkforce = earlierWorkforce
        self.proceeding = proceeding
        self.probabilityBasisPoints = probabilityBasisPoints
        self.today = today
        self.facts = facts
        self.facts.name = nil
        self.facts.tradeName = nil
        self.turnover = turnover
        self.turnover.years = Array(turnover.years.prefix(Self.yearsMax))
        self.source = source
        self.hasPhone = hasPhone
        self.hasEmail = hasEmail
        self.isPersonalNumber = isPersonalNumber
    }

    /// More years than anybody compares; a message with more does not make a score slow.
    private static let yearsMax = 30
}
