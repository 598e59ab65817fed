public import Contracts

/// What one version of an event promised when it was published: it keeps to that for ever.
public struct PublishedVersion: Codable, Sendable, Equatable {
    public let type: String
    /// A path and its form each, as in ``ConsumerNeeds``.
    public let fields: [MessageField]

    public init(type: String, fields: [MessageField]) { (self.type, self.fields) = (type, fields) }

    public init(_ schema: EventSchema) { self.init(type: schema.type, fields: schema.fields) }

    private enum Key: String, CodingKey { case type, fields }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = try container.decode(String.self, forKey: .type)
        fields = try container.decode([String: String].self, forKey: .fields).sorted { $0.key < $1.key }
            .map { path, form in
                guard let field = MessageField(path: path, form: form) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .fields,
                        in: container,
                        debugDescription: "\(path): \(form) is no kind of value"
                    )
                }
                return field
            }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(type, forKey: .type)
        try container.encode(Dictionary(fields.map { ($0.path, $0.form) }, uniquingKeysWith: { $1 }), forKey: .fields)
    }
}
