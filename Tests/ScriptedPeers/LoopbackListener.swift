import Foundation
import Glibc

public struct CannotListen: Error {}

/// A listening socket on a free port of the loopback interface.
struct LoopbackListener: ~Copyable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(descriptor, base, length) == 0 && listen(descriptor, 512) == 0
                && getsockname(descriptor, base, &length) == 0
        }
        guard isListening else {
            close(descriptor)
            throw CannotListen()
        }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Hands each accepted connection's descriptor to `take`, on a thread of its own.
    func serve(_ take: @escaping @Sendable (Int32) -> Void) {
        let descriptor = descriptor
        Thread {
            defer { close(descriptor) }
            while true {
                let accepted = accept(descriptor, nil, nil)
                guard accepted >= 0 else { return }
                take(accepted)
            }
        }.start()
    }

    /// Ends `accept`; the thread that waits in it closes the descriptor, which nobody else may be given before.
    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}

/// A connected socket, or nil where nobody listens.
func connectLoopback(_ port: UInt16) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(port: port)
    let isConnected = withUnsafeBytes(of: &address) { bytes in
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
        return connect(descriptor, base, socklen_t(bytes.count)) == 0
    }
    guard isConnected else {
        close(descriptor)
        return nil
    }
    return descriptor
}
