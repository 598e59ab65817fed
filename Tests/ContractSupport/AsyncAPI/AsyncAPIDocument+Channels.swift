import Contracts

extension AsyncAPIDocument {
    static let bindingVersion: JSONValue = "0.3.0"

    /// A type's address on the exchange.
    func channel(of entry: Catalogue.Entry) -> JSONValue {
        [
            "address": .string(entry.type),
            "description": "Routing key of \(entry.type) on the exchange \(Catalogue.exchange).",
            "messages": messages([entry.type]),
            "bindings": [
                "amqp": [
                    "is": "routingKey",
                    "exchange": [
                        "name": .string(Catalogue.exchange), "type": "topic", "durable": true, "autoDelete": false,
                    ],
                    "bindingVersion": Self.bindingVersion,
                ]
            ],
        ]
    }

    /// The services' queues. They are named so that an operator recognises them; others bind queues of their own.
    func queueChannels() -> [(String, JSONValue)] {
        Catalogue.queues.map { queue in
            let description = """
                Queue of \(queue.service.rawValue), a quorum queue; of interest to its operator only. Bound to the \
                exchange \(Catalogue.exchange) by the types of its messages.
                """
            return (
                queue.name,
                [
                    "address": .string(queue.name),
                    "description": .string(description),
                    "messages": messages(queue.types),
                    "bindings": [
                        "amqp": [
                            "is": "queue",
                            "queue": [
                                "name": .string(queue.name), "durable": true, "exclusive": false, "autoDelete": false,
                            ],
                            "bindingVersion": Self.bindingVersion,
                        ]
                    ],
                ]
            )
        }
    }

    private func messages(_ types: [String]) -> JSONValue {
        named(types.map { ($0, ["$ref": "#/components/messages/\($0)"]) })
    }
}
