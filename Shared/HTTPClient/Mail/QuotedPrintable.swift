/// Text as ASCII lines of at most 76 bytes (RFC 2045, section 6.7).
enum QuotedPrintable {
    private static let longestLine = 76

    /// Any of CRLF, LF and CR ends a line of `text`; lines of the result end with CRLF, the last one bare.
    static func encode(_ text: String) -> String {
        lines(of: text).map(encode(line:)).joined(separator: "\r\n")
    }

    private static func lines(of text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0x0A where previous == 0x0D: break
            case 0x0A, 0x0D: lines.append([])
            default: lines[lines.count - 1].append(byte)
            }
            previous = byte
        }
        return lines
    }

    private static func encode(line: [UInt8]) -> String {
        var result = ""
        var column = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let piece = encode(byte, isLast: isLast)
            // A soft break needs a column of its own unless the line ends here.
            if column + piece.utf8.count > longestLine - (isLast ? 0 : 1) {
                result += "=\r\n"
                column = 0
            }
            result += piece
            column += piece.utf8.count
        }
        return result
    }

    /// Blanks at a line's end would be lost on the way, and other control bytes have no place in a mail.
    private static func encode(_ byte: UInt8, isLast: Bool) -> String {
        switch byte {
        case 0x09 where !isLast, 0x20 where !isLast, 0x21...0x3C, 0x3E...0x7E: String(UnicodeScalar(byte))
        default: "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
}
