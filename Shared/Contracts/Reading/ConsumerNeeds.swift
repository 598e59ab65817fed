/// What one service hears, and what it reads of each message: the consumer's half of the contract.
public struct ConsumerNeeds: Codable, Sendable, Equatable {
    /// One handler and what it reads.
    public struct Hearing: Codable, Sendable, Equatable {
        public let handler: String
        public let queue: String
        public let type: String
        /// A path and its form each: `"$.leadID": "uuid"`, `"$.siren": "siren?"`.
        public let reads: [MessageField]

        public init(handler: String, queue: String, type: String, reads: [MessageField]) {
            (self.handler, self.queue, self.type, self.reads) = (handler, queue, type, reads)
        }
    }

    public let service: String
    public let hears: [Hearing]

    /// - Parameter hears: in any order; kept in that of types, queues and handlers.
    public init(service: String, hears: [Hearing]) {
        self.service = service
        self.hears = hears.sorted { ($0.type, $0.queue, $0.handler) < ($1.type, $1.queue, $1.handler) }
    }
}

extension ConsumerNeeds.Hearing {
    private enum Key: String, CodingKey { case handler, queue, type, reads }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        handler = try container.decode(String.self, forKey: .handler)
        queue = try container.decode(String.self, forKey: .queue)
        type = try container.decode(String.self, forKey: .type)
        let forms = try container.decode([String: String].self, forKey: .reads)
        reads = try forms.sorted { $0.key < $1.key }.map { path, form in
            guard let field = MessageField(path: path, form: form) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .reads,
                    in: container,
                    debugDescription: "\(path): \(form) is no kind of value"
                )
            }
            return field
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(handler, forKey: .handler)
        try container.encode(queue, forKey: .queue)
        try container.encode(type, forKey: .type)
        try container.encode(
            Dictionary(reads.map { ($0.path, $0.form) }, uniquingKeysWith: { $1 }),
            forKey: .reads
        )
    }
}
