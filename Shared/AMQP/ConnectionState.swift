import Synchronization

/// Where a publisher's or consumer's connection stands.
public enum ConnectionState: Sendable, Equatable {
    case connecting
    case open
    /// The broker asks publishers to stop (memory or disk alarm).
    case blocked(reason: String)
    /// Not connected; the text says why. Tried again by itself.
    case failed(String)
    /// After `close`; nothing follows.
    case closed
}

/// The current state, and its changes for whoever listens.
final class StateBroadcast: Sendable {
    private struct Inner {
        var state = ConnectionState.connecting
        var listeners: [Int: AsyncStream<ConnectionState>.Continuation] = [:]
        var nextID = 0
        var openings = 0
    }

    private let inner = Mutex(Inner())

    var current: ConnectionState { inner.withLock { $0.state } }

    /// Times the connection was opened.
    var openings: Int { inner.withLock { $0.openings } }

    func set(_ state: ConnectionState) {
        let listeners = inner.withLock { inner -> [AsyncStream<ConnectionState>.Continuation] in
            guard inner.state != state else { return [] }
            if state == .open {
                // The end of a blockade opens no connection.
                if case .blocked = inner.state {} else { inner.openings += 1 }
            }
            inner.state = state
            return Array(inner.listeners.values)
        }
        for listener in listeners {
            listener.yield(state)
            if state == .closed { listener.finish() }
        }
    }

    /// Begins with the current state. A slow listener misses the oldest of more than 64 unread changes.
    func changes() -> AsyncStream<ConnectionState> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ConnectionState.self,
            bufferingPolicy: .bufferingNewest(64)
        )
        let (id, state) = inner.withLock { inner in
            inner.nextID += 1
            inner.listeners[inner.nextID] = continuation
            return (inner.nextID, inner.state)
        }
        continuation.onTermination = { [weak self] _ in
            self?.inner.withLock { $0.listeners[id] = nil }
        }
        continuation.yield(state)
        if state == .closed { continuation.finish() }
        return stream
    }
}
