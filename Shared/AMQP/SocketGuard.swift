import Glibc
import Synchronization

/// Lets another thread end a connection's reads and writes. It never touches the connection itself: it may only
/// `shutdown` the socket, and only while the owner still holds it open.
final class SocketGuard: Sendable {
    private struct Inner {
        var descriptor: Int32?
        var isCondemned = false
    }

    private let inner = Mutex(Inner())

    func opened(_ descriptor: Int32) {
        inner.withLock { inner in
            inner.descriptor = descriptor
            if inner.isCondemned { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// To be called before the descriptor is closed, since its number may be given to somebody else at once.
    func closing() { inner.withLock { $0.descriptor = nil } }

    /// Every pending or later read and write of this connection fails.
    func sever() {
        inner.withLock { inner in
            if let descriptor = inner.descriptor { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Like ``sever()``, also for connections opened later.
    func condemn() {
        inner.withLock { $0.isCondemned = true }
        sever()
    }
}
