import Foundation

/// Which of Unicode's encodings a document is in: RFC 4627, section 3, with or without a byte order mark.
enum WireUnicode {
    /// The document in UTF-8, without its mark; the bytes themselves where they are that already.
    ///
    /// - Throws: `dataCorrupted` when the bytes are not of the encoding that they begin with.
    static func utf8(_ bytes: [UInt8]) throws(DecodingError) -> [UInt8] {
        // A text of UTF-8 begins with two of ASCII's characters; every other encoding shows a zero or a mark in them.
        if bytes.count >= 2, (1..<0x80).contains(bytes[0]), (1..<0x80).contains(bytes[1]) { return bytes }
        let (encoding, mark) = encoding(of: bytes.prefix(4).map(Int.init))
        if encoding == .utf8 { return mark == 0 ? bytes : Array(bytes.dropFirst(mark)) }
        guard let text = String(bytes: bytes.dropFirst(mark), encoding: encoding) else { throw WireScanner.fault }
        return Array(text.utf8)
    }

    private static func encoding(of start: [Int]) -> (String.Encoding, mark: Int) {
        let none = -1
        let bytes = start + Array(repeating: none, count: 4 - start.count)
        switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
        case (0, 0, 0xfe, 0xff): return (.utf32BigEndian, 4)
        case (0xfe, 0xff, 0, 0): return (.utf32LittleEndian, 4)
        case (0xfe, 0xff, _, _): return (.utf16BigEndian, 2)
        case (0xff, 0xfe, _, _): return (.utf16LittleEndian, 2)
        case (0xef, 0xbb, 0xbf, _): return (.utf8, 3)
        case (0, 0, 0, 1...): return (.utf32BigEndian, 0)
        case (0, 1..., 0, 1...), (0, 1..., none, none): return (.utf16BigEndian, 0)
        case (1..., 0, 0, 0): return (.utf32LittleEndian, 0)
        case (1..., 0, 1..., 0), (1..., 0, none, none): return (.utf16LittleEndian, 0)
        default: return (.utf8, 0)
        }
    }
}
