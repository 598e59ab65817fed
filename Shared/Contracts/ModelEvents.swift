public import Foundation

/// Please put an earlier model in force and hold it there, or let models come and go again. Answered by
/// ``ModelChanged`` or ``RequestRefused``.
public struct ModelRequested: Event {
    public static let type = "model.requested.v1"

    public var actor: String
    /// `rollback` or `resume`
    public var action: String
    /// the model to put in force; nil: the one that served before
    public var version: Int64?
    /// the model in force that was seen; refused if another one serves meanwhile. nil: any
    public var expected: Int64?

    public init(actor: String, action: String, version: Int64? = nil, expected: Int64? = nil) {
        self.actor = actor
        self.action = action
        self.version = version
        self.expected = expected
    }

    public var subject: String { "model/closing" }
}

/// People put a model in force and hold it there, or let models come and go again. Open deals are judged by it soon.
public struct ModelChanged: Event {
    public static let type = "model.changed.v1"

    /// `rollback` or `resume`
    public var action: String
    /// model that serves now
    public var version: Int64
    /// names it by its contents
    public var model: String
    /// model that served before, if another one did
    public var replaces: Int64?
    /// while it is held, trainings put no model in force
    public var isHeld: Bool
    public var actor: String
    public var at: Date

    public init(
        action: String,
        version: Int64,
        model: String,
        replaces: Int64? = nil,
        isHeld: Bool,
        actor: String,
        at: Date
    ) {
        self.action = action
        self.version = version
        self.model = model
        self.replaces = replaces
        self.isHeld = isHeld
        self.actor = actor
        self.at = at
    }

    public var subject: String { "model/\(version)" }
}

/// Something began to be wrong with what is learnt, or is over; said once each.
public struct ModelAlarmChanged: Event {
    public static let type = "model.alarm_changed.v1"

    /// `worse_than_rate`, `miscalibrated`, `drifting`, `refused_repeatedly`
    public var kind: String
    /// false: it is over
    public var isStanding: Bool
    /// model whose training showed it
    public var version: Int64
    /// in French, for people
    public var text: String
    public var english: String
    public var at: Date

    public init(kind: String, isStanding: Bool, version: Int64, text: String, english: String, at: Date) {
        self.kind = kind
        self.isStanding = isStanding
        self.version = version
        self.text = text
        self.english = english
        self.at = at
    }

    public var subject: String { "model-alarm/\(kind)" }
    public var aggregateVersion: Int64? { version }
}
