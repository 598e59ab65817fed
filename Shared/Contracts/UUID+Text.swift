public import Foundation

/// UUIDs as they stand on the wire: Foundation's own text goes through `snprintf` and `sscanf`, which costs a
/// message more than its acknowledgement does.
extension UUID {
    private static let digits = Array("0123456789abcdef".utf8)

    /// 36 characters, lower case.
    public var wireText: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            withUnsafeBytes(of: uuid) { bytes in
                var to = 0
                for index in 0..<16 {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        buffer[to] = 45
                        to += 1
                    }
                    buffer[to] = Self.digits[Int(bytes[index] >> 4)]
                    buffer[to + 1] = Self.digits[Int(bytes[index] & 15)]
                    to += 2
                }
            }
            return 36
        }
    }

    /// - Returns: nil unless `text` is 36 characters of the usual form, in either case.
    public init?(wireText text: String) {
        var text = text
        let parsed: uuid_t? = text.withUTF8 { characters in
            guard characters.count == 36 else { return nil }
            var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            let isRight = withUnsafeMutableBytes(of: &value) { bytes in
                var from = 0
                for index in 0..<16 {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        guard characters[from] == 45 else { return false }
                        from += 1
                    }
                    guard let high = Self.digit(characters[from]), let low = Self.digit(characters[from + 1]) else {
                        return false
                    }
                    bytes[index] = high << 4 | low
                    from += 2
                }
                return true
            }
            return isRight ? value : nil
        }
        guard let parsed else { return nil }
        self.init(uuid: parsed)
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 48...57: character - 48
        case 97...102: character - 87
        case 65...70: character - 55
        default: nil
        }
    }
}
