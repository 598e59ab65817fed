import Foundation
import Glibc
import Synchronization

public struct CannotListen: Error {}

/// A server on a free port of the loopback interface that runs `script` for each connection.
public final class ScriptedServer: Sendable {
    public typealias Script = @Sendable (Peer) -> Void

    public let port: UInt16
    private let listener: Int32
    private let accepted: Accepted

    private final class Accepted: Sendable {
        let count = Mutex(0)
    }

    public init(_ script: @escaping Script) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(listener, base, length) == 0 && listen(listener, 512) == 0
                && getsockname(listener, base, &length) == 0
        }
        guard isListening else { throw CannotListen() }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        let accepted = Accepted()
        self.accepted = accepted
        Thread { Self.serve(listener, accepted, script) }.start()
    }

    /// Ends `accept`; the thread that waits in it closes the descriptor, which nobody else may be given before.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    public var url: String { "http://127.0.0.1:\(port)" }
    public var smtp: String { "smtp://127.0.0.1:\(port)" }
    public var connections: Int { accepted.count.withLock { $0 } }

    private static func serve(_ listener: Int32, _ accepted: Accepted, _ script: @escaping Script) {
        defer { close(listener) }
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            let number = accepted.count.withLock { count in
                count += 1
                return count
            }
            Thread {
                let peer = Peer(descriptor, number: number)
                script(peer)
                peer.close()
            }.start()
        }
    }
}
