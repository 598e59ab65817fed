import Foundation

/// Pieces of OTLP's JSON, appended to bytes, as many at once as there are. Foundation's encoder takes ten times as long,
/// and tracing shares the machine with what it traces.
struct OTLPWriter {
    var bytes: [UInt8] = []

    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func hex(_ value: UInt64) {
        var digits = (UInt64(0), UInt64(0))
        withUnsafeMutableBytes(of: &digits) { buffer in
            Hex.write(value, to: buffer, at: 0)
            bytes.append(contentsOf: buffer)
        }
    }

    mutating func trace(_ context: SpanContext) {
        hex(context.traceHigh)
        hex(context.traceLow)
    }

    mutating func decimal(_ value: UInt64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (rest, start) = (value, 20)
            repeat {
                start -= 1
                digits[start] = 48 + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: digits[start...])
        }
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
                let digits = Hex.digits(UInt32(byte))
                raw("\\u")
                withUnsafeBytes(of: digits) { bytes.append(contentsOf: $0[4...]) }
            default: bytes.append(byte)
            }
        }
        bytes.append(34)
    }

    /// In lower case, with its hyphens.
    mutating func uuid(_ id: UUID) {
        let (high, low) = withUnsafeBytes(of: id.uuid) { bytes in
            (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { digits in
            Hex.write(UInt64(bigEndian: high), to: digits, at: 0)
            Hex.write(UInt64(bigEndian: low), to: digits, at: 16)
            for (start, end) in [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)] {
                if start > 0 { bytes.append(45) }
                bytes.append(contentsOf: digits[start..<end])
            }
        }
    }

    mutating func write(_ attribute: SpanAttribute) {
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

    /// Separated by commas, the first after one unless `isFirst`.
    mutating func write(_ attributes: [SpanAttribute], isFirst: Bool) {
        var isFirst = isFirst
        for attribute in attributes {
            if !isFirst { raw(",") }
            isFirst = false
            write(attribute)
        }
    }
}
