/// Character references of HTML, as far as French pages use them; an unknown one stays as it is written.
enum HTMLEntities {
    /// Longest reference that is looked for, `&` and `;` included.
    private static let longest = 12

    /// `bytes` with its references replaced.
    static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "&")) else { return Array(bytes) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "&"), let (scalar, next) = reference(bytes, at: index) {
                text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
                index = next
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return text
    }

    private static func reference(_ bytes: ArraySlice<UInt8>, at start: Int) -> (Unicode.Scalar, Int)? {
        let window = bytes[start..<min(bytes.endIndex, start + longest)]
        guard let end = window.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
        guard let scalar = name.hasPrefix("#") ? numbered(name.dropFirst()) : named[name].flatMap(Unicode.Scalar.init)
        else { return nil }
        return (scalar, end + 1)
    }

    /// `#233` and `#xE9`; those of Windows' range mean its characters, as browsers take them.
    private static func numbered(_ digits: Substring) -> Unicode.Scalar? {
        let isHex = digits.first == "x" || digits.first == "X"
        guard let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10) else { return nil }
        if value == 0x80 { return "€" }
        return value == 0 ? nil : Unicode.Scalar(value)
    }

    private static let named: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0xA0, "euro": 0x20AC, "shy": 0xAD,
        "thinsp": 0x2009, "ensp": 0x2002, "emsp": 0x2003, "zwnj": 0x200C, "zwj": 0x200D, "ndash": 0x2013,
        "mdash": 0x2014, "hellip": 0x2026, "laquo": 0xAB, "raquo": 0xBB, "lsquo": 0x2018, "rsquo": 0x2019,
        "ldquo": 0x201C, "rdquo": 0x201D, "middot": 0xB7, "bull": 0x2022, "deg": 0xB0, "copy": 0xA9, "reg": 0xAE,
        "trade": 0x2122, "minus": 0x2212, "agrave": 0xE0, "acirc": 0xE2, "auml": 0xE4, "ccedil": 0xE7, "egrave": 0xE8,
        "eacute": 0xE9, "ecirc": 0xEA, "euml": 0xEB, "icirc": 0xEE, "iuml": 0xEF, "ocirc": 0xF4, "ouml": 0xF6,
        "ugrave": 0xF9, "ucirc": 0xFB, "uuml": 0xFC, "yuml": 0xFF, "oelig": 0x153, "aelig": 0xE6, "Agrave": 0xC0,
        "Acirc": 0xC2, "Ccedil": 0xC7, "Egrave": 0xC8, "Eacute": 0xC9, "Ecirc": 0xCA, "Euml": 0xCB, "Icirc": 0xCE,
        "Iuml": 0xCF, "Ocirc": 0xD4, "Ugrave": 0xD9, "Ucirc": 0xDB, "OElig": 0x152, "AElig": 0xC6,
    ]
}
