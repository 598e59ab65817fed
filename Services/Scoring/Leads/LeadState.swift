import Contracts
import Foundation
import FrenchBusiness

/// All that scoring knows of a lead, at one moment.
struct LeadState: Sendable {
    let leadID: LeadID
    /// The company that the lead was announced with.
    let companyID: CompanyID
    /// The company that this one was merged into, or itself: its facts count.
    let rootID: CompanyID
    let department: DepartmentID
    let siren: SIREN?
    let companyName: String?
    let postcode: String?
    let identified: Bool
    let currentOwner: OwnerHint?
    let registeredAt: Date
    let company: CompanyState
    let reach: Reach
    let bars: Bars
    /// nil before the first score.
    let scoreVersion: Int64?
    let fingerprint: Int64?
    let inputsFingerprint: Int64?
    let touches: [ScoreInputs.Touch]?
    let earlierWorkforce: ScoreInputs.Workforce?
    /// As it was scored last; nil before the first score.
    let standing: Standing?

    struct Standing: Sendable {
        var points: Int
        var band: String
        /// Name and version of the rules.
        var ruleSet: String
        var isExcluded: Bool
    }

    /// Code of the département.
    var place: String? { company.facts?.departement ?? postcode.flatMap { PostalCode($0)?.departement?.code } }

    struct Reach: Sendable {
        var hasPhone: Bool
        var hasEmail: Bool
        var isPersonalNumber: Bool
    }

    /// Moments after which nobody may prospect.
    struct Bars: Sendable {
        var opposedAt: Date?
        var opposedSource: String?
        var withdrawnAt: Date?
        var withdrawnReason: String?
    }
}

/// What was announced about a company.
struct CompanyState: Sendable {
    let siren: SIREN?
    let facts: CompanyFacts?
    let turnover: TurnoverFacts?
    let exclusion: Exclusion?
    let source: String?
    let factsAt: Date?
    let ceased: Ceased?
    let ceasedAt: Date?
    let proceeding: LegalProceeding?
    /// When a register was read last.
    let statusReadAt: Date?

    /// How a company ended, as it is stored.
    struct Ceased: Codable, Hashable, Sendable {
        /// `ceased`, `liquidation`, `struck_off`
        var reason: String
        var on: CivilDate?
        var source: String
    }
}
