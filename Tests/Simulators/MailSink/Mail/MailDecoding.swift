import Foundation

/// Quoted-printable (RFC 2045, 6.7).
enum QuotedPrintable {
    /// The bytes; a broken escape stays as it is written. In a header word `_` is a space (RFC 2047, 4.2).
    static func decoded(_ encoded: some Sequence<UInt8>, isWord: Bool = false) -> Data {
        let bytes = Array(encoded)
        var decoded = Data(capacity: bytes.count)
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "="), let length = softBreak(bytes, at: place) {
                place += length
            } else if byte == UInt8(ascii: "="), place + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[(place + 1)...(place + 2)], as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                place += 3
            } else {
                decoded.append(isWord && byte == UInt8(ascii: "_") ? UInt8(ascii: " ") : byte)
                place += 1
            }
        }
        return decoded
    }

    /// The length of `=` and a line end, when they stand at that place.
    private static func softBreak(_ bytes: [UInt8], at place: Int) -> Int? {
        let rest = bytes[(place + 1)...].prefix(2)
        if rest.starts(with: [13, 10]) { return 3 }
        return rest.first == 10 ? 2 : nil
    }
}

/// Encoded words of header fields: `=?utf-8?Q?Caf=C3=A9?=` (RFC 2047).
enum EncodedWords {
    static func decoded(_ value: String) -> String {
        guard value.contains("=?") else { return value }
        var text = ""
        var rest = value[...]
        while let start = rest.range(of: "=?"), let word = word(rest[start.lowerBound...]) {
            let before = rest[..<start.lowerBound]
            // White space between two encoded words only separates them.
            if text.isEmpty || !before.allSatisfy(\.isWhitespace) { text += before }
            text += word.text
            rest = rest[word.end...]
        }
        return text + rest
    }

    private static func word(_ rest: Substring) -> (text: String, end: Substring.Index)? {
        let parts = rest.dropFirst(2).split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3].first == "=" else { return nil }
        let bytes: Data? =
            switch parts[1].lowercased() {
            case "b": Data(base64Encoded: String(parts[2]))
            case "q": QuotedPrintable.decoded(parts[2].utf8, isWord: true)
            default: nil
            }
        guard let bytes else { return nil }
        return (Charset.text(bytes, String(parts[0])), rest.index(after: parts[3].startIndex))
    }
}

/// Character sets of mails.
enum Charset {
    /// The text; what is no Latin-1 is read as UTF-8, broken bytes replaced.
    static func text(_ bytes: Data, _ charset: String) -> String {
        switch charset.lowercased() {
        case "iso-8859-1", "latin1", "iso-8859-15":
            String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        default: String(decoding: bytes, as: UTF8.self)
        }
    }
}
