import Contracts
import Foundation

/// Where one lead stands; a row of `leads`.
struct LeadRow: Sendable, Equatable {
    enum State: Sendable, Equatable {
        case owned(UserID)
        case pooled
        case unassignable
        case excluded(Bar)
    }

    /// Why a lead is excluded, and who said so.
    struct Bar: Sendable, Equatable {
        enum Speaker: String, Sendable { case score, stop }
        var code: String
        var text: String
        var by: Speaker
    }

    var leadID: LeadID
    var companyID: CompanyID
    var department: DepartmentID
    var state: State
    var decisionID: DecisionID?
    var points: Int
    var priority: Int
    var urgency: Urgency
    var departement: String?
    var section: String?
    var sizeClass: String
    var card: LeadCard
    /// who has the lead by the list that names it last: an address or a name
    var ownerHint: String?
    /// first contact expected by
    var dueAt: Date?
    /// in this state since
    var since: Date
    var scoreVersion: Int64
    var scoredAt: Date
    var version: Int64
    /// when a register was last read about the company
    var statusReadAt: Date?
    /// kept from being handed out since, until the register was read again
    var heldSince: Date?
    /// that reading was last asked for then
    var askedAt: Date?

    var owner: UserID? {
        if case .owned(let id) = state { id } else { nil }
    }

    var bar: Bar? {
        if case .excluded(let bar) = state { bar } else { nil }
    }

    func brief(listedOwner: ListedOwner? = nil) -> LeadBrief {
        LeadBrief(
            leadID: leadID,
            department: department,
            urgency: urgency,
            departement: departement,
            section: section,
            listedOwner: listedOwner
        )
    }
}

extension LeadRow {
    /// A lead heard of for the first time; its state is decided next.
    init(_ message: LeadScored, scoredAt: Date, now: Date) {
        self.init(
            leadID: message.leadID,
            companyID: message.companyID,
            department: message.department,
            state: .pooled,
            points: 0,
            priority: 0,
            urgency: .normal,
            sizeClass: "unknown",
            card: LeadCard(message),
            since: now,
            scoreVersion: 0,
            scoredAt: scoredAt,
            version: 0
        )
        take(message, scoredAt: scoredAt)
    }

    /// What a newer score says; the owner stays.
    mutating func take(_ message: LeadScored, scoredAt: Date) {
        companyID = message.companyID
        points = message.score.points
        priority = message.priority
        urgency = Urgency(wire: message.urgency)
        departement = message.departement
        section = message.section
        sizeClass = message.sizeClass
        card = LeadCard(message)
        ownerHint = message.currentOwner?.text
        scoreVersion = message.version
        self.scoredAt = scoredAt
        if let read = message.statusReadAt, read > statusReadAt ?? .distantPast {
            statusReadAt = read
            askedAt = nil
        }
    }
}

extension LeadCard {
    /// The five lines that raise the score most are the reasons; where every score starts from is none.
    init(_ message: LeadScored) {
        let best = message.score.lines.enumerated().filter { $0.element.points > 0 && $0.element.rule != "base" }
            .sorted { ($1.element.points, $0.offset) < ($0.element.points, $1.offset) }
        self.init(
            companyName: message.companyName,
            siren: message.siren,
            points: message.score.points,
            urgency: message.urgency,
            topReasons: best.prefix(5).map(\.element.text),
            turnover: message.turnover,
            departement: message.departement
        )
    }
}
