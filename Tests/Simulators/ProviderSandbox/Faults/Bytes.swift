/// Answers rewritten byte by byte.
enum Bytes {
    /// UTF-8 as ISO-8859-1; `?` where that has no such letter.
    static func latin1(_ bytes: [UInt8]) -> [UInt8] {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
    }

    /// What becomes of a text in UTF-8 that somebody read as ISO-8859-1 and wrote again: `clÃ´ture`.
    static func mojibake(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 { result.unicodeScalars.append(Unicode.Scalar(byte)) }
        return result
    }

    /// Every `1993-02-20` becomes `1993-20-20`, every `20/02/1993` becomes `20/20/1993`.
    static func withImpossibleDates(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        let iso = "0000-00-00".utf8.map { $0 }
        let slashed = "00/00/0000".utf8.map { $0 }
        var place = 0
        while place + 10 <= result.count {
            if matches(result, at: place, iso) {
                (result[place + 5], result[place + 6]) = (UInt8(ascii: "2"), UInt8(ascii: "0"))
                place += 10
            } else if matches(result, at: place, slashed) {
                (result[place + 3], result[place + 4]) = (UInt8(ascii: "2"), UInt8(ascii: "0"))
                place += 10
            } else {
                place += 1
            }
        }
        return result
    }

    /// Whether the bytes from there on have that form, in which 0 stands for any digit.
    private static func matches(_ bytes: [UInt8], at place: Int, _ form: [UInt8]) -> Bool {
        form.enumerated().allSatisfy { offset, sign in
            let byte = bytes[place + offset]
            return sign == UInt8(ascii: "0") ? (48...57).contains(byte) : byte == sign
        }
    }
}
