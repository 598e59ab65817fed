public import Foundation

/// A header's or argument's value. Reading maps every field type of RabbitMQ's dialect onto these
/// (rabbitmq.com/amqp-0-9-1-errata, section 3); 64-bit unsigned values beyond `Int.max` are clamped.
public enum AMQPValue: Sendable, Equatable {
    case string(String)
    case int(Int)
    case bool(Bool)
    case double(Double)
    case bytes([UInt8])
    case table([String: AMQPValue])
    case array([AMQPValue])
    case null
    /// Whole seconds on the wire.
    case timestamp(Date)

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var int: Int? { if case .int(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var table: [String: AMQPValue]? { if case .table(let value) = self { value } else { nil } }
    public var array: [AMQPValue]? { if case .array(let value) = self { value } else { nil } }

    /// Bytes on the wire, kind octet included.
    var encodedSize: Int {
        switch self {
        case .string(let text): 5 + text.utf8.count
        case .bytes(let bytes): 5 + bytes.count
        case .int, .double, .timestamp: 9
        case .bool: 2
        case .null: 1
        case .table(let table): 5 + Self.encodedSize(of: table)
        case .array(let values): 5 + values.reduce(0) { $0 + $1.encodedSize }
        }
    }

    static func encodedSize(of table: [String: AMQPValue]) -> Int {
        table.reduce(0) { $0 + 1 + $1.key.utf8.count + $1.value.encodedSize }
    }

    /// Levels of tables and arrays, 0 for a plain value.
    var depth: Int {
        switch self {
        case .table(let table): 1 + (table.values.lazy.map(\.depth).max() ?? 0)
        case .array(let values): 1 + (values.lazy.map(\.depth).max() ?? 0)
        default: 0
        }
    }
}

extension AMQPValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
