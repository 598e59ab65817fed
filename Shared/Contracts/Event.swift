import Foundation

/// A fact that one service announces to the others, or a request to the one that owns a thing.
///
/// The wire name is a contract: once released it is never reused, and its published fields never change meaning.
/// Additions are optional fields; a break is a new version announced beside the old one.
public protocol Event: Codable, Sendable, Equatable {
    /// `<aggregate>.<past-tense verb>.v<n>`; also the AMQP routing key.
    static var type: String { get }
    /// What the event is about: `lead/<id>`, `company/<id>`… (CloudEvents `subject`).
    var subject: String { get }
    /// The department behind whose wall the event stands; nil for facts that every department may know.
    var departmentID: DepartmentID? { get }
    /// The company that the event concerns: what an operator searches the journal by.
    var company: CompanyID? { get }
    /// The aggregate's version where it has one: a reader drops what is older than what it has.
    var aggregateVersion: Int64? { get }
}

extension Event {
    public var departmentID: DepartmentID? { nil }
    public var company: CompanyID? { nil }
    public var aggregateVersion: Int64? { nil }
}

/// JSON as it stands on the wire: camel-case keys, ISO 8601 instants with milliseconds in UTC, sorted keys so that
/// equal values are equal bytes.
public enum Wire {
    // One of each for all: they are set up once, and only read afterwards.
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(WireDate.text(date))
        }
        return encoder
    }()

    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let date = WireDate.date(text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "not an ISO 8601 instant")
                )
            }
            return date
        }
        return decoder
    }()

    /// - Throws: `EncodingError` only for values JSON has no form for (infinite numbers).
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        [UInt8](try encoder.encode(value))
    }

    /// - Throws: `DecodingError`; its text may quote the input, so it is never logged as it is.
    public static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        try decoder.decode(type, from: Data(bytes))
    }
}
