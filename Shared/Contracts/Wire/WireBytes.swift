/// What scalars and names are as bytes.
extension WireList<UInt8> {
    /// `text` between quotes, with the escapes of Foundation: short ones where JSON has them, lower-case hexadecimal
    /// digits for the other control characters, none for a slash or for what is above ASCII.
    ///
    /// - Returns: whether all is ASCII and nothing was escaped.
    @inline(__always)
    mutating func append(quoted text: UnsafeBufferPointer<UInt8>) -> Bool {
        var (isPlain, index) = (true, 0)
        append(WireText.quote)
        while true {
            let stop = WireText.stop(in: text, from: index, isASCII: &isPlain)
            append(UnsafeBufferPointer(rebasing: text[index..<stop]))
            guard stop < text.count else { break }
            append(escaped: text[stop])
            isPlain = false
            index = stop + 1
        }
        append(WireText.quote)
        return isPlain
    }

    private mutating func append(escaped sign: UInt8) {
        append(WireText.backslash)
        switch sign {
        case WireText.quote, WireText.backslash: append(sign)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0a: append(UInt8(ascii: "n"))
        case 0x0c: append(UInt8(ascii: "f"))
        case 0x0d: append(UInt8(ascii: "r"))
        default:
            for sign in "u00".utf8 { append(sign) }
            for digit in [sign >> 4, sign & 15] { append(digit + UInt8(ascii: digit < 10 ? "0" : "W")) }
        }
    }

    mutating func append(digitsOf integer: Int64) {
        if integer < 0 { append(UInt8(ascii: "-")) }
        var rest = integer.magnitude
        let start = count
        repeat {
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        // They came from the right.
        var (left, right) = (start, count - 1)
        while left < right {
            (self[left], self[right]) = (self[right], self[left])
            (left, right) = (left + 1, right - 1)
        }
    }
}
