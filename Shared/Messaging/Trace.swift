import Contracts
import Foundation

/// W3C trace context, version 00: `00-<trace id>-<span id>-<flags>`.
enum Trace {
    /// A new span in the parent's trace, or in a new trace where there is no well-formed parent.
    static func child(of parent: String?) -> String {
        // Neither may be all zeros.
        let traceID = parent.flatMap(traceID(of:)) ?? hex(RandomBits.next() | 1) + hex(RandomBits.next())
        return "00-\(traceID)-\(hex(RandomBits.next() | 1))-01"
    }

    /// The 32 hexadecimal digits of a well-formed `traceparent`; nil otherwise.
    static func traceID(of traceparent: String) -> String? {
        let bytes = Array(traceparent.utf8)
        guard bytes.count == 55, bytes[2] == 45, bytes[35] == 45, bytes[52] == 45 else { return nil }
        let id = bytes[3..<35]
        let isHex = id.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isHex, id.contains(where: { $0 != 48 }) else { return nil }
        return String(decoding: id, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func hex(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                buffer[index] = digits[Int(truncatingIfNeeded: (value >> UInt64(60 - 4 * index)) & 0xF)]
            }
            return 16
        }
    }
}
