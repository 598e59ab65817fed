/// A page's bytes as UTF-8. French pages are UTF-8, or ISO-8859-1 as browsers take it: Windows-1252 (WHATWG encoding).
enum PageCharset {
    /// How far into a page its own word on the matter is looked for (HTML, section 4.2.5.4: the first 1024 bytes).
    private static let head = 2048

    /// Bytes that are UTF-8 with more than ASCII in them are UTF-8 whatever anybody says: nothing else looks so by
    /// chance. Of others the header's word counts before the page's own.
    /// - Parameter contentType: the response's header.
    static func utf8(_ bytes: [UInt8], contentType: String? = nil) -> [UInt8] {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if String(validating: body, as: UTF8.self) != nil { return body }
        let declared = contentType.flatMap { label(in: Array($0.utf8)) } ?? label(in: Array(body.prefix(head)))
        switch declared {
        case "utf-8", "utf8": return Array(String(decoding: body, as: UTF8.self).utf8)
        case "iso-8859-15", "latin-9", "latin9": return single(body, euro: 0xA4)
        default: return single(body, euro: 0x80)
        }
    }

    /// What stands after `charset=`, lower case.
    private static func label(in bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        guard let found = text.firstRange(of: "charset=") else { return nil }
        let rest = text[found.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        return name.isEmpty ? nil : String(name.prefix(40))
    }

    private static func single(_ bytes: [UInt8], euro: UInt8) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            guard byte >= 0x80 else {
                text.append(byte)
                continue
            }
            let value: UInt32 = byte == euro ? 0x20AC : byte < 0xA0 ? windows[Int(byte) - 0x80] : UInt32(byte)
            text.append(contentsOf: UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}").map { Array($0) } ?? [])
        }
        return text
    }

    /// Windows-1252, 0x80 to 0x9F.
    private static let windows: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]
}
