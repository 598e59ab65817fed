public import Contracts
public import Foundation

/// What travels around a message's body: AMQP properties first, CloudEvents 1.0 names in headers.
public struct Envelope: Sendable, Equatable {
    /// UUIDv7; the inbox key, the same at every publishing.
    public var messageID: UUID
    /// Wire name and routing key.
    public var type: String
    /// The whole story that the message belongs to.
    public var correlationID: UUID
    /// The message that caused this one; nil for what a person or a schedule began.
    public var causationID: UUID?
    /// What the message is about, e.g. `lead/<id>`.
    public var subject: String
    public var companyID: UUID?
    /// The department behind whose wall the message stands.
    public var departmentID: String?
    public var aggregateVersion: Int64?
    /// W3C trace context of the span that announced the message.
    public var traceparent: String?
    public var occurredAt: Date
    /// Set on a message that an operator has run again.
    public var replay: Replay?

    /// That a message runs again at an operator's wish.
    public struct Replay: Sendable, Equatable {
        /// The request, `msg.replays.id`: who handles the message says so there, with the same commit.
        public var run: UUID
        /// The success that this message repeats under an identity of its own; nil for a failure, which keeps its own.
        public var repeats: UUID?

        public init(run: UUID, repeats: UUID? = nil) {
            self.run = run
            self.repeats = repeats
        }
    }

    public init(
        messageID: UUID = UUIDv7.make(),
        type: String,
        correlationID: UUID? = nil,
        causationID: UUID? = nil,
        subject: String,
        companyID: UUID? = nil,
        departmentID: String? = nil,
        aggregateVersion: Int64? = nil,
        traceparent: String? = nil,
        occurredAt: Date = Date(),
        replay: Replay? = nil
    ) {
        self.messageID = messageID
        self.type = type
        self.correlationID = correlationID ?? messageID
        self.causationID = causationID
        self.subject = subject
        self.companyID = companyID
        self.departmentID = departmentID
        self.aggregateVersion = aggregateVersion
        self.traceparent = traceparent
        self.occurredAt = occurredAt
        self.replay = replay
    }
}

/// Where an event comes from: the message that caused it, or a person's act or schedule that began a story.
public struct Cause: Sendable, Equatable {
    public var correlationID: UUID?
    public var causationID: UUID?
    public var traceparent: String?

    /// The beginning of a story.
    public static var root: Cause { Cause() }

    public init(correlationID: UUID? = nil, causationID: UUID? = nil, traceparent: String? = nil) {
        self.correlationID = correlationID
        self.causationID = causationID
        self.traceparent = traceparent
    }

    /// What handling `envelope` announces belongs to the same story and trace.
    public init(_ envelope: Envelope) {
        correlationID = envelope.correlationID
        causationID = envelope.messageID
        traceparent = envelope.traceparent
    }
}

/// An event with its envelope, ready for outbox and journal.
public struct OutgoingMessage: Sendable, Equatable {
    public var envelope: Envelope
    /// A single queue that a replay goes to; nil: everybody who hears the type.
    public var target: String?
    public var body: [UInt8]
    /// W3C trace context of the span within which it is announced; known in the announcing process only.
    var announcer: String?

    public init(envelope: Envelope, target: String? = nil, body: [UInt8]) {
        self.envelope = envelope
        self.target = target
        self.body = body
    }

    /// - Throws: `EncodingError` if the event holds a value that JSON has no form for.
    public init(_ event: some Event, cause: Cause, now: Date = Date()) throws {
        let id = UUIDv7.make(at: now)
        envelope = Envelope(
            messageID: id,
            type: Swift.type(of: event).type,
            correlationID: cause.correlationID,
            causationID: cause.causationID,
            subject: event.subject,
            companyID: event.company?.rawValue,
            departmentID: event.departmentID?.rawValue,
            aggregateVersion: event.aggregateVersion,
            traceparent: Trace.child(of: cause.traceparent, story: cause.correlationID ?? id),
            occurredAt: now
        )
        target = nil
        announcer = cause.traceparent
        body = try Wire.encode(event)
    }
}
