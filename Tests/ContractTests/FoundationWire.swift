import Contracts
import Foundation

/// The wire form as Foundation writes and reads it: the judge of ``Wire``.
enum FoundationWire {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(WireDate.text(date))
        }
        return [UInt8](try encoder.encode(value))
    }

    static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let date = WireDate.date(text) else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no instant"))
            }
            return date
        }
        return try decoder.decode(type, from: Data(bytes))
    }
}

/// What came of a try: a value, or the kind of error, whose words may differ.
enum Outcome<Value: Equatable>: Equatable {
    case value(Value)
    case failure(String)

    init(_ body: () throws -> Value) {
        do {
            self = .value(try body())
        } catch let error as DecodingError {
            self = .failure(error.kind)
        } catch is EncodingError {
            self = .failure("invalidValue")
        } catch {
            self = .failure("\(type(of: error))")
        }
    }

    var isValue: Bool { taken != nil }
    /// The value; nil for an error of any kind.
    var taken: Value? { if case .value(let value) = self { value } else { nil } }
}

extension DecodingError {
    fileprivate var kind: String {
        switch self {
        case .keyNotFound: "keyNotFound"
        case .valueNotFound: "valueNotFound"
        case .typeMismatch: "typeMismatch"
        case .dataCorrupted: "dataCorrupted"
        @unknown default: "unknown"
        }
    }
}

/// What both make of the same bytes, ours first.
func read<T: Decodable & Equatable>(_ type: T.Type, _ bytes: [UInt8]) -> (Outcome<T>, Outcome<T>) {
    (Outcome { try Wire.decode(type, from: bytes) }, Outcome { try FoundationWire.decode(type, from: bytes) })
}

func read<T: Decodable & Equatable>(_ type: T.Type, _ text: String) -> (Outcome<T>, Outcome<T>) {
    read(type, Array(text.utf8))
}

/// What both write for the same value, as text, ours first.
func written(_ value: some Encodable) -> (Outcome<String>, Outcome<String>) {
    (
        Outcome { String(decoding: try Wire.encode(value), as: UTF8.self) },
        Outcome { String(decoding: try FoundationWire.encode(value), as: UTF8.self) }
    )
}
