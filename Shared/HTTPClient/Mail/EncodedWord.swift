/// Header text beyond ASCII (RFC 2047, the Q encoding: French stays nearly readable in it).
enum EncodedWord {
    private static let opening = "=?utf-8?Q?"
    private static let closing = "?="
    /// An encoded word may not be longer (section 2), nor a line that holds one.
    private static let longestWord = 75
    private static let longestLine = 76

    /// A subject and the like. `column` is where the text begins in its line.
    static func unstructured(_ text: String, after column: Int) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
        let fits = column + text.utf8.count <= longestLine && text.first != " " && text.last != " "
        return isPlain && fits ? text : words(text, after: column)
    }

    /// A display name: as it is where every character may stand bare, in quotes, or encoded.
    static func phrase(_ text: String, after column: Int) -> String {
        let isASCII = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard isASCII, !text.contains("=?"), column + text.utf8.count <= longestLine - 4 else {
            return words(text, after: column)
        }
        if text.utf8.allSatisfy({ isBare($0) || $0 == 0x20 }), text.first != " ", text.last != " " { return text }
        let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        return "\"\(escaped)\""
    }

    /// Encoded words folded onto lines; none splits a character (section 5).
    private static func words(_ text: String, after column: Int) -> String {
        var finished: [String] = []
        var word = ""
        var room = min(longestWord, longestLine - column) - opening.count - closing.count
        for scalar in text.unicodeScalars {
            let piece = scalar.utf8.map(encoded).joined()
            if word.count + piece.count > room {
                finished.append(opening + word + closing)
                word = ""
                room = longestWord - opening.count - closing.count
            }
            word += piece
        }
        finished.append(opening + word + closing)
        return finished.joined(separator: "\r\n ")
    }

    /// Only what may stand in an encoded word anywhere, also within a display name (section 5, rule 3).
    private static func encoded(_ byte: UInt8) -> String {
        if byte == 0x20 { return "_" }
        if isBare(byte) { return String(UnicodeScalar(byte)) }
        return "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
    }
}
