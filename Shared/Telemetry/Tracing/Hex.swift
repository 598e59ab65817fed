/// Lower-case hexadecimal digits, the only ones that `traceparent` allows.
enum Hex {
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

    /// Eight digits as the bytes of a number, in the order of memory: all eight at once, since a traced message has
    /// some two hundred of them.
    static func digits(_ value: UInt32) -> UInt64 {
        var spread = UInt64(value)
        spread = (spread << 16 | spread) & 0x0000_FFFF_0000_FFFF
        spread = (spread << 8 | spread) & 0x00FF_00FF_00FF_00FF
        spread = (spread << 4 | spread) & 0x0F0F_0F0F_0F0F_0F0F
        // 1 in each byte whose digit is a letter, which stands 39 further on than after the nine.
        let letters = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (spread &+ 0x3030_3030_3030_3030 &+ letters &* 39).bigEndian
    }

    /// Sixteen digits.
    static func write(_ value: UInt64, to buffer: UnsafeMutableRawBufferPointer, at start: Int) {
        buffer.storeBytes(of: digits(UInt32(value >> 32)), toByteOffset: start, as: UInt64.self)
        buffer.storeBytes(of: digits(UInt32(truncatingIfNeeded: value)), toByteOffset: start + 8, as: UInt64.self)
    }
}
