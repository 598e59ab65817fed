/// Decimal digits of small bounded texts, without Foundation.
enum Digits {
    /// The number that ASCII digits write, or nil when a byte is no digit, there is none, or there are over 18.
    static func number(_ bytes: some Sequence<UInt8>) -> Int? {
        var number = 0
        var count = 0
        for byte in bytes {
            guard let digit = value(byte), count < 18 else { return nil }
            number = number * 10 + digit
            count += 1
        }
        return count == 0 ? nil : number
    }

    static func value(_ byte: UInt8) -> Int? {
        (0x30...0x39).contains(byte) ? Int(byte &- 0x30) : nil
    }

    /// `number` written with at least `width` digits. `number` is not negative.
    static func padded(_ number: Int, to width: Int) -> String {
        var length = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        length = max(length, width)
        return String(unsafeUninitializedCapacity: length) { bytes in
            var rest = number
            for index in (0..<length).reversed() {
                bytes[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            return length
        }
    }

    /// `digits` cut into groups of `size` counted from the right, joined by `separator`.
    static func grouped(_ digits: String, by size: Int, separator: Character) -> String {
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: size) { grouped.append(separator) }
            grouped.append(digit)
        }
        return grouped
    }
}
