public import Contracts

/// An AsyncAPI 3.0 document of everything that is said over the broker: for programs of others, which need nothing else
/// to take part.
///
/// It is made from what the services themselves go by: the catalogue, the schemas, the golden messages, the needs.
/// Source: AsyncAPI 3.0.0 and its AMQP bindings 0.3.0.
public struct AsyncAPIDocument {
    let files: ContractFiles

    public init(_ files: ContractFiles = ContractFiles()) { self.files = files }

    /// - Throws: what is wrong with a schema, a golden message or a consumer's needs.
    public func value() throws -> JSONValue {
        let entries = Catalogue.entries.sorted { $0.type < $1.type }
        let messages = try entries.map { ($0.type, try message($0)) }
        let schemas = try entries.flatMap { try payloadSchemas(of: $0.type) }
        return [
            "asyncapi": "3.0.0",
            "id": "urn:filon",
            "info": Self.info,
            "defaultContentType": "application/json",
            "servers": ["broker": Self.server],
            "channels": named(entries.map { ($0.type, channel(of: $0)) } + queueChannels()),
            "operations": named(sendings(entries) + (try receivings())),
            "components": [
                "messages": named(messages),
                "schemas": named(schemas + [(Envelope.schemaName, Envelope.headers)]),
                "securitySchemes": [
                    "account": [
                        "type": "userPassword",
                        "description":
                            "An account of the broker; each service has one that may publish its own types only.",
                    ]
                ],
            ],
        ]
    }

    private static let info: JSONValue = [
        "title": "Filon",
        "version": "1.0.0",
        "description": """
        What Filon's services tell each other about companies, leads and deals. Every message is a fact that \
        happened, or a request to the service that owns a thing. To listen, bind a queue of your own to the \
        exchange with an address of a channel as the routing key; never read from a service's queue. To take part, \
        publish persistently to the exchange under the channel's address, with a new UUID as message_id: a message \
        that comes again under the same message_id changes nothing. A version never changes but for optional \
        members that join it, so pass over members that you do not know.
        """,
        "license": ["name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"],
    ]

    private static let server: JSONValue = [
        "host": "{address}",
        "pathname": "/{vhost}",
        "protocol": "amqp",
        "protocolVersion": "0.9.1",
        "description": "RabbitMQ 3.10 or later.",
        "variables": [
            "address": ["default": "localhost:5672", "description": "host:port of a node"],
            "vhost": ["default": "%2f", "description": "the virtual host, percent-encoded"],
        ],
        "security": [["$ref": "#/components/securitySchemes/account"]],
    ]

    func named(_ pairs: [(String, JSONValue)]) -> JSONValue {
        .object(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }
}
