import Foundation

/// Pieces of OTLP's JSON, appended to bytes. Foundation's encoder takes ten times as long, and tracing shares the
/// machine with what it traces.
struct OTLPWriter {
    var bytes: [UInt8] = []

    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func hex(_ value: UInt64) {
        for index in 0..<16 { bytes.append(Hex.digit(value >> UInt64(60 - 4 * index))) }
    }

    mutating func trace(_ context: SpanContext) {
        hex(context.traceHigh)
        hex(context.traceLow)
    }

    mutating func decimal(_ value: UInt64) {
        let start = bytes.count
        var rest = value
        repeat {
            bytes.append(48 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// A JSON string.
    mutating func quoted(_ text: String) {
        bytes.append(34)
        for byte in text.utf8 {
            switch byte {
            case 34, 92:
                bytes.append(92)
                bytes.append(byte)
            case 0..<32:
                raw("\\u00")
                bytes.append(Hex.digit(UInt64(byte >> 4)))
                bytes.append(Hex.digit(UInt64(byte)))
            default: bytes.append(byte)
            }
        }
        bytes.append(34)
    }

    /// In lower case, with its hyphens.
    mutating func uuid(_ id: UUID) {
        withUnsafeBytes(of: id.uuid) { id in
            for (index, byte) in id.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 { bytes.append(45) }
                bytes.append(Hex.digit(UInt64(byte >> 4)))
                bytes.append(Hex.digit(UInt64(byte)))
            }
        }
    }

    /// `"attributes":[…]`
    mutating func attributes(_ first: [SpanAttribute], _ second: [SpanAttribute]) {
        raw("\"attributes\":[")
        var isFirst = true
        for attributes in [first, second] {
            for attribute in attributes {
                if !isFirst { raw(",") }
                isFirst = false
                write(attribute)
            }
        }
        raw("]")
    }

    private mutating func write(_ attribute: SpanAttribute) {
        raw("{\"key\":\"")
        raw(attribute.key)
        switch attribute.value {
        case .id(let id):
            raw("\",\"value\":{\"stringValue\":\"")
            uuid(id)
            raw("\"}}")
        case .number(let number):
            raw("\",\"value\":{\"intValue\":\"")
            if number < 0 { raw("-") }
            decimal(UInt64(number.magnitude))
            raw("\"}}")
        case .text(let text):
            raw("\",\"value\":{\"stringValue\":")
            quoted(text)
            raw("}}")
        }
    }
}
