import Contracts

/// What would come of a message today, as it is kept for the operator: JSON
/// `{"kind", "class", "reason", "events": [{"type", "subject", "body"}]}`.
struct RehearsedOutcome: Sendable {
    enum Kind: String, Sendable {
        /// The handler would be done and announce `events`.
        case done
        /// It would refuse the message: a dead letter.
        case rejected
        /// It would ask for a later moment.
        case later
        /// It would fail: another attempt, and a dead letter in the end.
        case failed
        /// The process does not survive it.
        case crashed
        /// The service hears no such message.
        case unheard
    }

    var kind: Kind
    var errorClass: String?
    /// Without payload.
    var reason: String?
    var events: [OutgoingMessage] = []

    init(_ kind: Kind, class errorClass: String? = nil, _ reason: String? = nil) {
        self.kind = kind
        self.errorClass = errorClass
        self.reason = reason
    }

    init(_ failure: Failure) {
        self.init(.failed, class: failure.errorClass, failure.text)
    }

    /// - Throws: `EncodingError` if an event holds a value that JSON has no form for.
    init(_ outcome: Outcome, of envelope: Envelope) throws {
        switch outcome {
        case .done(let announced):
            self.init(.done)
            events = try announced.map { try OutgoingMessage($0, cause: Cause(envelope)) }
        case .reject(let reason): self.init(.rejected, class: "rejected", reason)
        case .later(_, let reason): self.init(.later, class: "postponed", reason)
        }
    }

    /// Bodies are JSON already and go in as they are.
    func json() throws -> [UInt8] {
        var text = [UInt8]("{\"kind\":\"\(kind.rawValue)\"".utf8)
        if let errorClass { text += [UInt8](",\"class\":".utf8) + (try Wire.encode(errorClass)) }
        if let reason { text += [UInt8](",\"reason\":".utf8) + (try Wire.encode(reason)) }
        text += [UInt8](",\"events\":[".utf8)
        for (index, event) in events.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text += [UInt8]("{\"type\":\"\(event.envelope.type)\",\"subject\":".utf8)
            text += try Wire.encode(event.envelope.subject)
            text += [UInt8](",\"body\":".utf8) + event.body + [UInt8(ascii: "}")]
        }
        text += [UInt8]("]}".utf8)
        guard text.count <= Self.sizeMax else {
            return try RehearsedOutcome(.failed, class: "too_large", "\(text.count) bytes would be announced").json()
        }
        return text
    }

    private static let sizeMax = 1 << 20
}
