import Glibc

/// Tells public addresses from those that lead inside: the check against server-side request forgery.
///
/// It sees the address that is about to be connected to, so neither a host name that changes its mind between
/// check and use nor an odd spelling (`0x7f.1`, `2130706433`) passes it.
/// Source: IANA's special-purpose address registries for IPv4 and IPv6.
enum AddressGuard {
    private struct Block {
        let prefix: [UInt8]
        let bits: Int

        func contains(_ address: ArraySlice<UInt8>) -> Bool {
            let bytes = Array(address)
            guard bytes.count == prefix.count else { return false }
            for index in 0..<bits where (bytes[index / 8] ^ prefix[index / 8]) & (0x80 >> (index % 8)) != 0 {
                return false
            }
            return true
        }
    }

    private static let refused4: [Block] = [
        block("0.0.0.0", 8), block("10.0.0.0", 8), block("100.64.0.0", 10), block("127.0.0.0", 8),
        block("169.254.0.0", 16), block("172.16.0.0", 12), block("192.0.0.0", 24), block("192.0.2.0", 24),
        block("192.88.99.0", 24), block("192.168.0.0", 16), block("198.18.0.0", 15), block("198.51.100.0", 24),
        block("203.0.113.0", 24), block("224.0.0.0", 4), block("240.0.0.0", 4),
    ]

    /// Only 2000::/3 is handed out to the public; within it, what is special. ::/96 and ::ffff:0:0/96 never get here.
    private static let public6 = block("2000::", 3)
    private static let refused6: [Block] = [
        block("2001::", 23), block("2001:db8::", 32), block("2002::", 16), block("3fff::", 20),
    ]
    private static let mapped = block("::ffff:0:0", 96)
    private static let translated = block("64:ff9b::", 96)

    /// Whether `address` (4 or 16 bytes, network order) may be connected to for somebody who is not trusted.
    static func isPublic(_ address: [UInt8]) -> Bool {
        switch address.count {
        case 4:
            return !refused4.contains { $0.contains(address[...]) }
        case 16 where mapped.contains(address[...]) || translated.contains(address[...]):
            return isPublic(Array(address[12...]))
        case 16:
            return public6.contains(address[...]) && !refused6.contains { $0.contains(address[...]) }
        default:
            return false
        }
    }

    /// The same for a numeric address as libcurl prints it; anything else is refused.
    static func isPublic(_ text: String) -> Bool {
        bytes(of: text).map { isPublic($0) } ?? false
    }

    /// The same for a socket address; a family other than IPv4 and IPv6 is refused.
    static func isPublic(_ address: UnsafePointer<sockaddr>, length: Int) -> Bool {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let value = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return isPublic(withUnsafeBytes(of: value) { Array($0) })
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let value = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return isPublic(withUnsafeBytes(of: value) { Array($0) })
        default:
            return false
        }
    }

    static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var sixteen = in6_addr()
        if inet_pton(AF_INET6, text, &sixteen) == 1 { return withUnsafeBytes(of: sixteen) { Array($0) } }
        return nil
    }

    private static func block(_ text: String, _ bits: Int) -> Block {
        Block(prefix: bytes(of: text) ?? [], bits: bits)
    }
}
