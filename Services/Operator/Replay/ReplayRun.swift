import Contracts
import Foundation
import Messaging

/// One request to run messages again.
struct ReplayRun: Sendable {
    enum Kind: String, Sendable {
        /// Failures, under their own identity.
        case retry
        /// Successes, as new messages.
        case `repeat`
        /// The real handlers, rolled back.
        case current = "dry_run_current"
        /// Today's decisions on recorded inputs.
        case recorded = "dry_run_recorded"

        var isDry: Bool { self == .current || self == .recorded }
    }

    let id: UUID
    let kind: Kind
    /// nil: each letter's own
    let service: ServiceName?
    /// As the operator asked, in words.
    let selection: String
    var rate: Double?
    var ramp: Double?
    var parameters: JSONValue?
    var requestedAt = Date()
    var state = "running"
    var messages = 0
    var setHash = ""
    var note: String?

    /// Who asks; the tool's users share one database role.
    static let actor = "operator"
}

/// A message of a run's frozen set.
struct FrozenMessage: Sendable {
    var position: Int
    /// Identity under which it runs.
    let messageID: UUID
    /// The message whose content runs: another one for a repetition.
    let originalID: UUID
    let letterID: UUID?
    let service: ServiceName
    let type: String
    let subject: String
    /// Journal that keeps it; nil for a dead letter.
    let schema: String?
    let occurredAt: Date

    /// Where the handler hears.
    var queue: String { Catalogue.queue(of: service, hearing: type) }

    init(letter: Letter, service: ServiceName) {
        position = 0
        messageID = letter.messageID
        originalID = letter.messageID
        letterID = letter.id
        self.service = service
        type = letter.type
        subject = ""
        schema = nil
        occurredAt = letter.firstFailedAt
    }

    /// - Parameter isNew: it runs as a new message that repeats `entry`.
    init(entry: JournalEntry, service: ServiceName, isNew: Bool) {
        position = 0
        messageID = isNew ? UUIDv7.make() : entry.envelope.messageID
        originalID = entry.envelope.messageID
        letterID = nil
        self.service = service
        type = entry.envelope.type
        subject = entry.envelope.subject
        schema = entry.schema
        occurredAt = entry.envelope.occurredAt
    }

    init(
        position: Int,
        messageID: UUID,
        originalID: UUID,
        letterID: UUID?,
        service: ServiceName,
        type: String,
        subject: String,
        schema: String?,
        occurredAt: Date
    ) {
        self.position = position
        self.messageID = messageID
        self.originalID = originalID
        self.letterID = letterID
        self.service = service
        self.type = type
        self.subject = subject
        self.schema = schema
        self.occurredAt = occurredAt
    }
}

/// How far a run has come.
struct ReplayProgress: Encodable, Sendable, Equatable {
    var waiting = 0
    /// With their services; also those that wait there for their next attempt.
    var sent = 0
    var done = 0
    var failed = 0
    var skipped = 0

    var total: Int { waiting + sent + done + failed + skipped }
    var isOver: Bool { waiting == 0 && sent == 0 }
}
