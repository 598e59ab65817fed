import Contracts
import Foundation

/// In which order the providers are asked, when not, and what they may cost: data, published by versions, so that it
/// is changed without a build.
///
/// As JSON: `{"perCompanyCents", "days": {SUBJECT: N}, "steps": [{"provider", "question", "unless": [RULE],
/// "priceCents", "perDayCents", "perDayCalls", "onlyWhenAsked", "mayBeMissed"}]}`.
struct Waterfall: Codable, Sendable, Equatable {
    /// One question to one provider.
    struct Step: Codable, Sendable, Equatable {
        var provider: String
        var question: String
        /// Any of these holds: not asked.
        var unless: [StopRule]
        /// What a call costs; 0 is free.
        var priceCents: Int
        /// At most so much a day, all replicas together; nil: no ceiling of ours.
        var perDayCents: Int?
        /// At most so many calls a day, all replicas together; nil: no ceiling of ours.
        var perDayCalls: Int?
        /// Only where a person asks for this company.
        var onlyWhenAsked: Bool
        /// A company is announced at once although this provider does not answer, and looked at again soon.
        var mayBeMissed: Bool

        var key: StepKey { StepKey(provider: provider, question: question) }
    }

    /// The row's; not part of the document.
    var version = 0
    /// At most so much for one company in a year, all providers together.
    var perCompanyCents: Int
    /// How long what was learnt is believed, days by subject; subjects that lack keep their default.
    var days: [String: Double]
    var steps: [Step]

    private enum CodingKeys: String, CodingKey {
        case perCompanyCents, days, steps
    }

    var lifetimes: Lifetimes { Lifetimes(days: days) }

    /// Why it cannot be published; nil if it can.
    var objection: String? {
        if steps.isEmpty || steps.count > 50 { return "steps must be 1 to 50" }
        if Set(steps.map(\.key)).count != steps.count { return "a question stands twice in steps" }
        if perCompanyCents < 0 || perCompanyCents > 1_000_000 { return "perCompanyCents must be 0 to 1000000" }
        for step in steps {
            guard ProviderName.all.contains(step.provider) else { return "\(step.provider) is no provider" }
            let amounts = [step.priceCents, step.perDayCents ?? 0, step.perDayCalls ?? 0]
            guard amounts.allSatisfy({ (0...100_000_000).contains($0) }) else {
                return "\(step.provider): prices and ceilings must be 0 to 100000000"
            }
            if step.priceCents > 0, step.perDayCents == nil {
                return "\(step.provider): a step with a price needs perDayCents"
            }
        }
        for (subject, length) in days {
            guard Lifetimes.Subject(rawValue: subject) != nil else { return "days.\(subject) is no subject" }
            guard length.isFinite, (0.001...36_500).contains(length) else {
                return "days.\(subject) must be 0.001 to 36500"
            }
        }
        return nil
    }
}

/// Which question to which provider.
struct StepKey: Hashable, Sendable {
    let provider: String
    let question: String
}
