/// Strings between their quotes.
enum WireText {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")

    /// The first index from `index` on that holds a quote, a backslash or a control character, or the end.
    ///
    /// - Parameter isASCII: becomes false when a byte above ASCII is passed on the way.
    @inline(__always)
    static func stop(in bytes: UnsafeBufferPointer<UInt8>, from index: Int, isASCII: inout Bool) -> Int {
        var index = index
        // Eight at a time: in each word the lowest byte found is a true one, those above it may be carried over.
        while bytes.count - index >= 8 {
            let word = UInt64(
                littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            )
            // With their second bit turned, a quote and the control characters are all that is below 0x21.
            let found =
                (below(0x2121_2121_2121_2121, word ^ 0x0202_0202_0202_0202)
                    | below(0x0101_0101_0101_0101, word ^ 0x5c5c_5c5c_5c5c_5c5c)) & high
            guard found != 0 else {
                if word & high != 0 { isASCII = false }
                index += 8
                continue
            }
            let before = found & (0 &- found) &- 1
            if word & high & before != 0 { isASCII = false }
            return index + found.trailingZeroBitCount / 8
        }
        while index < bytes.count, bytes[index] >= 0x20, bytes[index] != quote, bytes[index] != backslash {
            if bytes[index] >= 0x80 { isASCII = false }
            index += 1
        }
        return index
    }

    private static let high: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    private static func below(_ limit: UInt64, _ word: UInt64) -> UInt64 { (word &- limit) & ~word }

    /// How many bytes an escape or a control character takes, before it is examined; nil where the text ends within.
    static func lengthOfUnusual(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        guard bytes[index] == backslash else { return 1 }
        guard bytes.count - index >= 2 else { return nil }
        guard bytes[index + 1] == UInt8(ascii: "u") else { return 2 }
        guard bytes.count - index >= 6, !bytes[index + 2..<index + 6].contains(quote) else { return nil }
        return 6
    }

    /// The text that `bytes` are; nil where they are not UTF-8.
    static func validated(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        // What is not UTF-8 is repaired, so that it differs. To look for that is faster than to validate first.
        var text = String(decoding: bytes, as: UTF8.self)
        return text.withUTF8 { $0.count == bytes.count && WireName.areEqual($0, bytes) } ? text : nil
    }

    /// The text that `bytes` stand for; nil for an unknown escape, half a surrogate pair, a control character that is
    /// not escaped, or what is not UTF-8.
    static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var (index, isASCII) = (0, true)
        while true {
            let end = stop(in: bytes, from: index, isASCII: &isASCII)
            plain.append(contentsOf: bytes[index..<end])
            index = end
            guard index < bytes.count else { return plain.withUnsafeBufferPointer(validated) }
            guard bytes[index] == backslash, index + 1 < bytes.count else { return nil }
            let sign = bytes[index + 1]
            index += 2
            if sign == UInt8(ascii: "u") {
                guard let scalar = scalar(bytes, &index) else { return nil }
                plain.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            } else {
                guard let meant = meaning(of: sign) else { return nil }
                plain.append(meant)
            }
        }
    }

    private static func meaning(of sign: UInt8) -> UInt8? {
        switch sign {
        case quote, backslash, UInt8(ascii: "/"): sign
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The scalar behind a `\u`, with the second half of its pair where it needs one.
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Unicode.Scalar? {
        guard let unit = unit(bytes, &index) else { return nil }
        guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
        guard index + 1 < bytes.count, bytes[index] == backslash, bytes[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        index += 2
        guard let second = self.unit(bytes, &index), UTF16.isTrailSurrogate(second) else { return nil }
        return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
    }

    private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt16? {
        guard bytes.count - index >= 4 else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[index..<index + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            unit = unit << 4 | UInt16(digit)
        }
        index += 4
        return unit
    }
}
