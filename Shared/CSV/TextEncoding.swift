/// In which encoding a file's letters are written.
public enum TextEncoding: String, Equatable, Sendable {
    case utf8 = "UTF-8"
    case windows1252 = "windows-1252"

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The encoding of a piece of text, or nil while it holds ASCII only.
    ///
    /// French text in Windows-1252 is hardly ever valid UTF-8, so the majority of the multi-byte sequences decides; a
    /// single broken one does not turn a UTF-8 file into another.
    public static func guess(_ bytes: some Collection<UInt8>) -> TextEncoding? {
        if bytes.starts(with: mark) { return .utf8 }
        var valid = 0
        var invalid = 0
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard bytes[index] >= 0x80 else {
                bytes.formIndex(after: &index)
                continue
            }
            if let length = sequenceLength(bytes, at: index) {
                valid += 1
                bytes.formIndex(&index, offsetBy: length)
            } else {
                invalid += 1
                bytes.formIndex(after: &index)
            }
        }
        guard valid + invalid > 0 else { return nil }
        return valid >= invalid && valid > 0 ? .utf8 : .windows1252
    }

    /// `bytes` without the byte order mark that spreadsheets write first.
    public static func withoutMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    }

    /// - Returns: nil where the bytes are not text of this encoding.
    public func string(_ bytes: ArraySlice<UInt8>) -> String? {
        switch self {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .windows1252:
            var text = ""
            text.reserveCapacity(bytes.count)
            for byte in bytes {
                guard let scalar = Windows1252.scalar(byte) else { return nil }
                text.unicodeScalars.append(scalar)
            }
            return text
        }
    }

    /// Length of the UTF-8 sequence that begins at `index` with a byte above 0x7F; nil if it is none.
    private static func sequenceLength<Bytes: Collection<UInt8>>(_ bytes: Bytes, at index: Bytes.Index) -> Int? {
        let length: Int
        switch bytes[index] {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return nil
        }
        let rest = bytes[index...].dropFirst().prefix(length - 1)
        return rest.count == length - 1 && rest.allSatisfy { $0 & 0xC0 == 0x80 } ? length : nil
    }
}

/// The WHATWG's index of windows-1252, without its five control codes: those are no text.
enum Windows1252 {
    private static let high: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        let value = high[Int(byte) - 0x80]
        return value == 0 ? nil : Unicode.Scalar(value)
    }
}
