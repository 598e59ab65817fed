import Contracts
import Foundation
import FrenchBusiness

/// What *Fiche* and the API show of a lead: identity, place in the flow, score.
struct LeadRecord: Codable, Sendable {
    let id: UUID
    let companyId: UUID
    let department: String
    let name: String
    let siren: String?
    let siret: String?
    let city: String?
    let postcode: String?
    let departement: String?
    let naf: String?
    let legalForm: String?
    let workforceBand: String?
    let companyState: String
    let createdOn: CivilDate?
    let phone: String?
    let website: String?
    let source: String
    let registeredAt: Date
    /// when an import's undo or an erasure took it out; nothing new is written on it since
    let withdrawnAt: Date?
    let note: String?
    let listed: ListedFacts
    /// SIREN that a colleague gave, until ingest has attached it
    let sirenGiven: String?
    /// the department's lead that bears this SIREN already
    let successor: UUID?
    let state: String?
    let owner: UUID?
    let ownerName: String?
    let priority: Int?
    let urgency: String?
    let dueAt: Date?
    let exclusion: String?
    let points: Int?
    let band: String?
    let ruleSet: String?
    let scoredAt: Date?
    let turnoverStatus: String?
    let turnoverReason: String?
}

extension LeadRecord {
    /// No SIREN yet: nothing official, no score, no hand-out; worked by hand.
    var isWaiting: Bool { state == LeadListState.toIdentify.rawValue }
}

/// What the imported list says of a lead, word for word. Never mixed with what Filon found out.
struct ListedFacts: Codable, Sendable {
    /// A column that Filon has no field for.
    struct Column: Codable, Sendable {
        let header: String
        let text: String
    }

    let owner: String?
    let stage: String?
    let nextStep: String?
    let nextStepOn: CivilDate?
    let turnoverCents: Int64?
    let extra: [Column]
}

/// The rest of a lead's page, read in one statement.
struct LeadDetails: Codable, Sendable {
    struct Year: Codable, Sendable {
        let closingDate: CivilDate
        let months: Int
        let amountCents: Int64?
        let status: String
        let source: String
        let kind: String
    }

    /// A turnover that a colleague entered.
    struct Told: Codable, Sendable {
        let closingDate: CivilDate
        let amountCents: Int64
        /// nil: of another department, or the operator
        let by: String?
        /// Where it is known from; nil behind a wall
        let note: String?
        let at: Date
    }

    /// What sources say of one accounting year that they differ on.
    struct Conflict: Codable, Sendable {
        struct Value: Codable, Sendable {
            let source: String
            let amountCents: Int64
        }

        let closingDate: CivilDate
        let kind: String
        let what: String
        let values: [Value]
    }

    /// Phone, e-mail and site that somebody asked a provider for.
    struct Reach: Codable, Sendable {
        let phone: String?
        let email: String?
        let site: String?
        let isPersonalMobile: Bool
        let source: String
        let at: Date
    }

    /// What asking for phone, e-mail and site costs, and what became of it when somebody last did.
    struct ReachQuestion: Codable, Sendable {
        let provider: String
        let priceCents: Int64
        /// In a year, all questions about the company together
        let perCompanyCents: Int64
        let spentCents: Int64
        let isReady: Bool
        /// As the trail of the last look says; nil: not asked in it
        let outcome: String?
    }

    struct Line: Codable, Sendable {
        let rule: String
        let points: Int
        let input: String
        let source: String?
        let sourceDate: CivilDate?
        let text: String
    }

    /// The smallest changes that would lift the lead a band.
    struct Lift: Codable, Sendable {
        struct Change: Codable, Sendable {
            let french: String
            let english: String
        }

        let changes: [Change]
        let points: Int
        let band: String
    }

    struct Contact: Codable, Sendable {
        let name: String?
        let function: String?
        let email: String?
        let phone: String?
        let isOpposed: Bool
        /// The contact is erased after this day unless the prospect is in touch.
        let keepUntil: CivilDate?
    }

    struct Activity: Codable, Sendable {
        let id: UUID
        let kind: String
        let outcome: String?
        let at: Date
        let note: String?
        let nextStep: String?
        let nextStepOn: CivilDate?
        let isStepDone: Bool
        let actor: String?
    }

    struct Deal: Codable, Sendable {
        let id: UUID
        let title: String
        let stage: String
        let state: String
        let amountCents: Int64?
        let expectedClose: CivilDate?
        let lostReason: String?
        let version: Int64
        /// nil: over, or nothing said of it yet
        let chance: Chance?
    }

    /// A registered company that the lead without SIREN may be.
    struct Proposed: Codable, Sendable {
        struct Reason: Codable, Sendable {
            let code: String
            let text: String
            let english: String
        }

        let siren: String
        let name: String
        let postcode: String?
        let city: String?
        let state: String
        let reasons: [Reason]
    }

    struct Decision: Codable, Sendable {
        let kind: String
        let chosen: UUID?
        let reasons: [String]
        let candidates: [Candidate]
        let decidedAt: Date
    }

    let years: [Year]
    let lines: [Line]
    let lifts: [Lift]
    let contacts: [Contact]
    let activities: [Activity]
    let deals: [Deal]
    /// for a person to choose from, best first; empty where nothing is doubtful
    let proposed: [Proposed]
    let decision: Decision?
    /// names by identity, for the decision's candidates
    let colleagues: [String: String]
    let told: [Told]
    let conflicts: [Conflict]
    /// nil: nobody asked, nothing is known, or nobody may be prospected there
    let reach: Reach?
    /// nil: the waterfall has no such question
    let reachQuestion: ReachQuestion?
    /// nil: no score yet
    let advice: LeadAdvice?
    /// The department's playbooks, by name.
    let playbooks: [String]
}

/// A colleague whom a decision considered, with the reason. Assignment writes the list; a field that is not there is
/// left out on screen.
struct Candidate: Codable, Sendable {
    let user: UUID?
    let reason: String

    init(from decoder: any Decoder) throws {
        let fields = try decoder.singleValueContainer().decode([String: JSONValue].self)
        func first(_ names: String...) -> JSONValue? { names.lazy.compactMap { fields[$0] }.first }
        user = first("userID", "userId", "user", "id")?.text.flatMap { UUID(uuidString: $0) }
        reason = first("reason", "text")?.text ?? ""
    }
}
