public import Foundation

/// Please change, try or apply the rules of scores. Answered by ``RulesPublished``, ``RequestDone`` or
/// ``RulesRefused``.
public struct RulesRequested: Event {
    public static let type = "rules.requested.v1"

    public var actor: String
    /// `publish`, `rollback`, `dry-run` or `rescore`
    public var action: String
    /// name of a stored rule set; nil where `document` stands, and where none is needed
    public var name: String?
    /// a rule set as JSON; nil: the stored one of that name
    public var document: String?
    /// number of the rules in force that this replaces; for `publish` and `rollback`
    public var expected: Int64?
    /// identity that a dry run is kept under; its sender makes it
    public var trial: UUID?

    public init(
        actor: String,
        action: String,
        name: String? = nil,
        document: String? = nil,
        expected: Int64? = nil,
        trial: UUID? = nil
    ) {
        self.actor = actor
        self.action = action
        self.name = name
        self.document = document
        self.expected = expected
        self.trial = trial
    }

    public var subject: String { "rules/\(action)" }
}

/// Other rules are in force: every lead is looked at again.
public struct RulesPublished: Event {
    public static let type = "rules.published.v1"

    /// grows with every publication and every return to earlier rules
    public var version: Int64
    /// as scores name it, e.g. `tpe-pme-v2@3`
    public var ruleSet: String
    /// what was in force before
    public var replaces: String?
    public var actor: String
    public var at: Date

    public init(version: Int64, ruleSet: String, replaces: String? = nil, actor: String, at: Date) {
        self.version = version
        self.ruleSet = ruleSet
        self.replaces = replaces
        self.actor = actor
        self.at = at
    }

    public var subject: String { "rules/\(version)" }
    public var aggregateVersion: Int64? { version }
}

/// The rules stay as they are; why.
public struct RulesRefused: Event {
    public static let type = "rules.refused.v1"

    /// What is wrong with a rule set, and where.
    public struct Fault: Codable, Sendable, Hashable {
        /// stable, e.g. `unordered_curve`
        public var code: String
        /// where in the document, e.g. `all.urgency.fall`; empty: the whole
        public var path: String
        /// in French, for people
        public var text: String
        public var english: String

        public init(code: String, path: String, text: String, english: String) {
            self.code = code
            self.path = path
            self.text = text
            self.english = english
        }
    }

    /// `unreadable`, `invalid`, `outdated`, `unknown_rules`, `unknown_action`, `nothing_before`
    public var code: String
    /// in French, for people
    public var text: String
    public var english: String
    /// at most 20
    public var faults: [Fault]

    public init(code: String, text: String, english: String, faults: [Fault] = []) {
        self.code = code
        self.text = text
        self.english = english
        self.faults = faults
    }

    public var subject: String { "rules/refused" }
}
