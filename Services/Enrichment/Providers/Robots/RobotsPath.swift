/// Addresses and patterns of `robots.txt` in the form in which they are compared (RFC 9309, section 2.2.2).
///
/// The same octet written plainly or in percent encoding compares equal: all are decoded, except those that would then
/// mean something else (`/` and `?` in a path, `%`, and the `*` and `$` that are wildcards in a pattern).
enum RobotsPath {
    static func compared(_ target: String) -> [UInt8] { normalised(Array(target.utf8)[...], isPattern: false) }

    static func pattern(_ value: ArraySlice<UInt8>) -> [UInt8] { normalised(value, isPattern: true) }

    /// Whether the pattern matches from the path's first octet: `*` stands for any octets, a `$` at the end for the
    /// path's end.
    static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        var pattern = pattern[...]
        let isAnchored = pattern.last == UInt8(ascii: "$")
        if isAnchored { pattern.removeLast() }
        // What is not anchored goes on as it likes.
        let wanted = Array(pattern) + (isAnchored ? [] : [star])
        return glob(wanted, path)
    }

    private static let star = UInt8(ascii: "*")

    /// Greedy, with one step back to the last `*`: at most pattern × path steps.
    private static func glob(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        var (at, position) = (0, 0)
        var retry: (at: Int, position: Int)?
        while position < path.count {
            if at < pattern.count, pattern[at] == star {
                retry = (at + 1, position)
                at += 1
                if at == pattern.count { return true }
            } else if at < pattern.count, pattern[at] == path[position] {
                at += 1
                position += 1
            } else if let last = retry {
                retry = (last.at, last.position + 1)
                (at, position) = (last.at, last.position + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == star }
    }

    private static func normalised(_ bytes: ArraySlice<UInt8>, isPattern: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isQuery = false
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                append(high << 4 | low, to: &result, isQuery: isQuery)
                index += 3
                continue
            }
            if byte == UInt8(ascii: "?") { isQuery = true }
            if isSign(byte, at: index, of: bytes, isPattern) {
                appendEncoded(byte, to: &result)
            } else {
                result.append(byte)
            }
            index += 1
        }
        return result
    }

    /// A `*` or `$` that is the sign itself: any in an address, in a pattern a `$` before its end.
    private static func isSign(_ byte: UInt8, at index: Int, of bytes: ArraySlice<UInt8>, _ isPattern: Bool) -> Bool {
        if byte == UInt8(ascii: "$") { return !isPattern || index + 1 < bytes.endIndex }
        return byte == star && !isPattern
    }

    private static func append(_ octet: UInt8, to result: inout [UInt8], isQuery: Bool) {
        switch octet {
        case UInt8(ascii: "*"), UInt8(ascii: "$"), UInt8(ascii: "%"): appendEncoded(octet, to: &result)
        case UInt8(ascii: "/") where !isQuery, UInt8(ascii: "?") where !isQuery: appendEncoded(octet, to: &result)
        default: result.append(octet)
        }
    }

    private static func appendEncoded(_ octet: UInt8, to result: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        result += [UInt8(ascii: "%"), digits[Int(octet >> 4)], digits[Int(octet & 15)]]
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
