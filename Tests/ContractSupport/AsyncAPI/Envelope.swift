import Contracts

/// What travels around a payload, described for those who know it from this document alone.
///
/// `Shared/Messaging/EnvelopeCoding.swift` writes it; that it is as described here, the stranger's test sees.
enum Envelope {
    static let schemaName = "Envelope"

    private static func uuid(_ description: String) -> JSONValue {
        ["type": "string", "format": "uuid", "description": .string(description)]
    }

    private static func text(_ description: String) -> JSONValue {
        ["type": "string", "description": .string(description)]
    }

    /// The headers' schema.
    static let headers: JSONValue = [
        "type": "object",
        "description": "CloudEvents 1.0 under the prefix of its AMQP binding, the W3C trace context, and Filon's own.",
        "properties": [
            "cloudEvents_specversion": ["type": "string", "const": "1.0"],
            "cloudEvents_id": uuid("message_id again"),
            "cloudEvents_source": text("the program that announced it"),
            "cloudEvents_type": text("the routing key again"),
            "cloudEvents_subject": text("what it is about, e.g. lead/<id>"),
            "cloudEvents_time": ["type": "string", "format": "date-time", "description": "when it happened"],
            "traceparent": ["type": "string", "pattern": "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"],
            "x-causation-id": uuid("message_id of the message that caused this one"),
            "x-company-id": uuid("the company that it concerns"),
            "x-department": ["type": "string", "description": "the department behind whose wall it stands"],
            "x-aggregate-version": ["type": "integer", "description": "a lower one is older news of the same subject"],
            "x-replay-run": uuid("the operator's run that has the message handled again, in one service's queue alone"),
            "x-replay-of": uuid("message_id of the one that this message repeats, for a run of what had gone well"),
        ],
        "required": [
            "cloudEvents_specversion", "cloudEvents_id", "cloudEvents_source", "cloudEvents_type",
            "cloudEvents_subject", "cloudEvents_time",
        ],
    ]

    /// The schema of AMQP's basic properties.
    static func properties(of type: String) -> JSONValue {
        [
            "type": "object",
            "properties": [
                "message_id": uuid("new for each message, version 7 if you can; the same when it is sent again"),
                "type": ["type": "string", "const": .string(type)],
                "correlation_id": uuid("message_id of the message that began the story"),
                "content_type": ["type": "string", "const": "application/json"],
                "delivery_mode": ["type": "integer", "const": 2],
                "app_id": text("the program that announced it"),
                "timestamp": ["type": "integer", "description": "seconds since 1970"],
            ],
            "required": ["message_id", "type", "content_type", "delivery_mode"],
        ]
    }

    /// The envelope that an event would have, with identifiers made up for it.
    struct Example {
        private static let messageID: JSONValue = "01940000-0000-7000-8000-0000000000e1"

        let headers: JSONValue
        let properties: JSONValue

        init(_ event: some Event, from announcer: String) {
            let type = Swift.type(of: event).type
            headers = .present([
                "cloudEvents_specversion": "1.0",
                "cloudEvents_id": Self.messageID,
                "cloudEvents_source": .string(announcer),
                "cloudEvents_type": .string(type),
                "cloudEvents_subject": .string(event.subject),
                "cloudEvents_time": "2026-11-23T08:15:30.250Z",
                "x-company-id": event.company.map { .string($0.description) },
                "x-department": event.departmentID.map { .string($0.rawValue) },
                "x-aggregate-version": event.aggregateVersion.map { .integer($0) },
            ])
            properties = [
                "message_id": Self.messageID, "type": .string(type), "correlation_id": Self.messageID,
                "content_type": "application/json", "delivery_mode": 2, "app_id": .string(announcer),
                "timestamp": 1_795_421_730,
            ]
        }
    }
}
