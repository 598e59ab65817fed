import FrenchBusiness

/// What the cells of a stock file may hold, judged on their bytes: no string is made for a million rows.
enum ByteRules {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    static var nothing: Bytes { Bytes(start: nil, count: 0) }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

    @inline(__always)
    static func areDigits(_ bytes: Bytes, _ count: Int) -> Bool {
        guard bytes.count == count else { return false }
        for byte in bytes where !isDigit(byte) { return false }
        return true
    }

    @inline(__always)
    private static func areDigits(_ bytes: Bytes, _ from: Int, _ count: Int) -> Bool {
        for index in from..<from + count where !isDigit(bytes[index]) { return false }
        return true
    }

    @inline(__always)
    private static func number(_ bytes: Bytes, _ from: Int, _ count: Int) -> Int {
        var number = 0
        for index in from..<from + count { number = number * 10 + Int(bytes[index] &- 0x30) }
        return number
    }

    static func equals(_ bytes: Bytes, _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in bytes.elementsEqual(expected) }
    }

    /// `62.02A`: NAF rév. 2 and NAF 2025 alike.
    static func isNAF(_ bytes: Bytes) -> Bool {
        bytes.count == 6 && isDigit(bytes[0]) && isDigit(bytes[1]) && bytes[2] == 0x2E && isDigit(bytes[3])
            && isDigit(bytes[4]) && (0x41...0x5A).contains(bytes[5])
    }

    /// `2024-02-29`, a day that exists.
    static func isDate(_ bytes: Bytes) -> Bool {
        guard bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D, areDigits(bytes, 0, 4), areDigits(bytes, 5, 2),
            areDigits(bytes, 8, 2)
        else { return false }
        let (year, month, day) = (number(bytes, 0, 4), number(bytes, 5, 2), number(bytes, 8, 2))
        guard year >= 1000, (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let longest =
            switch month {
            case 2: isLeap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        return day <= longest
    }

    /// `2018-07-10T14:17:15`, with or without fractions of a second; the first 19 bytes are the time.
    static func isTime(_ bytes: Bytes) -> Bool {
        guard (19...30).contains(bytes.count), isDate(bytes), bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A,
            bytes[16] == 0x3A, areDigits(bytes, 11, 2), areDigits(bytes, 14, 2), areDigits(bytes, 17, 2)
        else { return false }
        if bytes.count > 19, bytes[19] != 0x2E && bytes[19] != 0x5A { return false }
        return number(bytes, 11, 2) < 24 && number(bytes, 14, 2) < 60 && number(bytes, 17, 2) < 60
    }

    private static let bands = Set(WorkforceBand.allCases.map { pair(Array($0.code.utf8)) })

    static func isWorkforceBand(_ bytes: Bytes) -> Bool {
        bytes.count == 2 && bands.contains(UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
    }

    private static func pair(_ bytes: [UInt8]) -> UInt16 {
        bytes.count == 2 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : 0
    }

    static func isCategory(_ bytes: Bytes) -> Bool {
        equals(bytes, "PME") || equals(bytes, "ETI") || equals(bytes, "GE")
    }

    /// What INSEE writes in the place of what a person keeps back.
    static func isMasked(_ bytes: Bytes) -> Bool {
        bytes.count >= 4 && bytes[0] == 0x5B && (equals(bytes, "[ND]") || equals(bytes, "[NON-DIFFUSIBLE]"))
    }

    private static let departements = Set(Departement.all.map { Array($0.code.utf8) })

    /// How many bytes of a commune's INSEE code are its département's; nil for a code that is in none.
    static func departementLength(ofCommune bytes: Bytes) -> Int? {
        guard bytes.count == 5 else { return nil }
        let length = bytes[0] == 0x39 && (bytes[1] == 0x37 || bytes[1] == 0x38) ? 3 : 2
        return departements.contains(Array(bytes.prefix(length))) ? length : nil
    }
}
