import Foundation
import Synchronization

/// Ports of 127.0.0.1 that are this test's until they are released: a server may listen on them, and listen again after
/// it was killed, but nobody else is given them meanwhile.
///
/// A port that was merely seen to be free is not free for long: connections of other tests, and servers that let the
/// system choose, take it before the process it was meant for has started. Each is bound here with `SO_REUSEADDR` and
/// not listened on. Linux then lets a second socket with that option listen (our servers set it, as nearly all do), and
/// passes the port over when it chooses one for somebody else (`inet_csk_find_open_port`, `__inet_hash_connect`).
public final class HeldPorts: Sendable {
    struct None: Error, CustomStringConvertible {
        let code: Int32
        var description: String { "no free port: \(String(cString: strerror(code)))" }
    }

    public let numbers: [Int]
    private let descriptors: Mutex<[Int32]>

    public init(_ count: Int) throws {
        var (held, numbers): ([Int32], [Int]) = ([], [])
        do {
            for _ in 0..<count {
                let (descriptor, number) = try Self.hold()
                held.append(descriptor)
                numbers.append(number)
            }
        } catch {
            for descriptor in held { close(descriptor) }
            throw error
        }
        self.numbers = numbers
        descriptors = Mutex(held)
    }

    deinit { release() }

    public func release() {
        let held = descriptors.withLock { held in
            defer { held = [] }
            return held
        }
        for descriptor in held { close(descriptor) }
    }

    /// Whether somebody listens there.
    public static func isTaken(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return withAddress(port) { address, length in connect(descriptor, address, length) == 0 }
    }

    private static func hold() throws -> (descriptor: Int32, number: Int) {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw None(code: errno) }
        var (yes, name) = (Int32(1), sockaddr_in())
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withAddress(0) { bind(descriptor, $0, $1) == 0 }
        let isNamed = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        guard isBound, isNamed else {
            let code = errno
            close(descriptor)
            throw None(code: code)
        }
        return (descriptor, Int(UInt16(bigEndian: name.sin_port)))
    }

    private static func withAddress<T>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
