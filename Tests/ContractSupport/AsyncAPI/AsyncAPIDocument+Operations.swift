import Contracts

extension AsyncAPIDocument {
    /// Who announces what.
    func sendings(_ entries: [Catalogue.Entry]) -> [(String, JSONValue)] {
        entries.flatMap { entry in
            entry.announcedBy.map { service in
                (
                    "\(service.rawValue).announce-\(entry.type)",
                    [
                        "action": "send",
                        "channel": ["$ref": "#/channels/\(entry.type)"],
                        "summary": "\(service.rawValue) announces \(entry.type).",
                        "messages": [["$ref": "#/channels/\(entry.type)/messages/\(entry.type)"]],
                        "bindings": [
                            "amqp": [
                                // Kept over a restart of the broker.
                                "deliveryMode": 2, "mandatory": .bool(!entry.heardBy.isEmpty), "timestamp": true,
                                "bindingVersion": Self.bindingVersion,
                            ]
                        ],
                    ]
                )
            }
        }
    }

    /// Who hears what, and what it reads of it.
    func receivings() throws -> [(String, JSONValue)] {
        try files.consumers().flatMap { consumer in
            consumer.hears.map { hearing in
                (
                    Self.name(of: hearing, at: consumer.service),
                    [
                        "action": "receive",
                        "channel": ["$ref": "#/channels/\(hearing.queue)"],
                        "summary": "\(consumer.service) hears \(hearing.type).",
                        "messages": [["$ref": "#/channels/\(hearing.queue)/messages/\(hearing.type)"]],
                        "bindings": ["amqp": ["ack": true, "bindingVersion": Self.bindingVersion]],
                        "x-reads": .array(hearing.reads.map { .string($0.path) }),
                    ]
                )
            }
        }
    }

    /// Most handlers bear their service's name already; two services may use one name of the others.
    private static func name(of hearing: ConsumerNeeds.Hearing, at service: String) -> String {
        hearing.handler.hasPrefix("\(service).") ? hearing.handler : "\(service).\(hearing.handler)"
    }
}
