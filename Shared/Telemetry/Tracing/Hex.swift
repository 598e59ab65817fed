/// Lower-case hexadecimal digits, the only ones that `traceparent` allows.
enum Hex {
    static let digits: StaticString = "0123456789abcdef"

    /// nil if a byte is no digit. At most 16 of them.
    static func value(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        var value: UInt64 = 0
        for byte in bytes {
            switch byte {
            case 48...57: value = value << 4 | UInt64(byte - 48)
            case 97...102: value = value << 4 | UInt64(byte - 87)
            default: return nil
            }
        }
        return value
    }

    static func write(_ value: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        for index in 0..<16 { buffer[start + index] = digit(value >> UInt64(60 - 4 * index)) }
    }

    /// Of the lowest four bits.
    static func digit(_ value: UInt64) -> UInt8 { digits.utf8Start[Int(value & 0xF)] }
}
