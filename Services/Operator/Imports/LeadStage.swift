/// How far a row of an import has come.
enum LeadStage: String, CaseIterable, Sendable {
    case reading, enriching, scoring, assigning, telling, settled

    /// What the views say of a row's lead.
    struct Facts: Hashable, Sendable {
        enum Told: String, Sendable { case nobody, underWay = "under_way", ended }

        /// `created`, `updated`, `unchanged`, `to_identify`, `refused`; nil while waiting
        var result: String?
        /// `identified` or `to_identify`
        var company: String?
        /// `unheard`, `to_identify`, `done`, `unavailable` or `ceased`
        var enrichment: String?
        var scoreVersion: Int64?
        /// `owned`, `pooled`, `excluded` or `unassignable`
        var assignment: String?
        /// version of the score that assignment has seen
        var seenVersion: Int64?
        /// kind of the decision in force
        var decision: String?
        var told: Told = .nobody
    }

    init(_ facts: Facts) {
        self =
            switch facts.result {
            case nil: .reading
            case "refused": .settled
            case _ where facts.company == "to_identify": .settled
            default: LeadStage.ofIdentified(facts)
            }
    }

    private static func ofIdentified(_ facts: Facts) -> LeadStage {
        guard let enrichment = facts.enrichment, !["unheard", "to_identify"].contains(enrichment) else {
            // A lead may be excluded before anybody was asked, e.g. by an objection.
            return facts.assignment == "excluded" ? .settled : .enriching
        }
        guard let version = facts.scoreVersion else { return .scoring }
        guard let assignment = facts.assignment, let seen = facts.seenVersion, seen >= version else {
            return .assigning
        }
        switch assignment {
        case "owned": return isTold(facts) ? .settled : .telling
        case "unassignable": return facts.told == .underWay ? .telling : .settled
        default: return .settled
        }
    }

    /// An owner who had the lead already is not told again.
    private static func isTold(_ facts: Facts) -> Bool {
        facts.told == .ended || (facts.told == .nobody && facts.decision == "kept")
    }

    var missing: String {
        switch self {
        case .reading: "not read yet (ingest)"
        case .enriching: "no facts yet (enrichment)"
        case .scoring: "no score yet (scoring)"
        case .assigning: "not handed out yet (assignment)"
        case .telling: "its owner is not told yet (notifier)"
        case .settled: "settled"
        }
    }
}
