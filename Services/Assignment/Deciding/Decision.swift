import Contracts

/// One colleague in one decision: taken or left out, and why.
struct Verdict: Codable, Sendable, Equatable {
    var user: UserID
    var taken: Bool
    /// in French
    var reason: String
}

/// Who takes a lead, and why; pure outcome of ``AssignmentModel``.
struct Decision: Codable, Sendable, Equatable {
    enum Outcome: Codable, Sendable, Equatable {
        case assigned(UserID)
        /// The list's owner keeps the lead and is not told again.
        case kept(UserID)
        case pooled
        case unassignable
    }

    var outcome: Outcome
    /// in French, best first; never empty
    var reasons: [String]
    var verdicts: [Verdict]

    var chosen: UserID? {
        switch outcome {
        case .assigned(let id), .kept(let id): id
        case .pooled, .unassignable: nil
        }
    }
}
