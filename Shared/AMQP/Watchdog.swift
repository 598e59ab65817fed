import Synchronization
import Threading

/// One thread for the whole process that acts when something was not done in time. It exists because a thread
/// stuck in a write cannot watch itself.
final class Watchdog: Sendable {
    static let shared = Watchdog()

    struct Token: Hashable { fileprivate let id: Int }

    private struct Inner {
        var armed: [Int: (deadline: ContinuousClock.Instant, action: @Sendable () -> Void)] = [:]
        var nextID = 0
        var wakesAt: ContinuousClock.Instant?
        var isRunning = false
    }

    private let inner = Mutex(Inner())
    private let wakeup = Wakeup()

    /// Runs `action` on the watchdog's thread at the deadline unless disarmed before.
    func arm(_ deadline: ContinuousClock.Instant, _ action: @escaping @Sendable () -> Void) -> Token {
        let (id, isEarlier, mustStart) = inner.withLock { inner in
            inner.nextID += 1
            inner.armed[inner.nextID] = (deadline, action)
            let mustStart = !inner.isRunning
            inner.isRunning = true
            return (inner.nextID, inner.wakesAt.map { deadline < $0 } ?? true, mustStart)
        }
        if mustStart {
            DetachedThread.start(name: "amqp-watchdog") { self.run() }
        } else if isEarlier {
            wakeup.signal()
        }
        return Token(id: id)
    }

    func disarm(_ token: Token) {
        inner.withLock { $0.armed[token.id] = nil }
    }

    private func run() {
        while true {
            let (due, next) = inner.withLock { inner in
                let now = ContinuousClock.now
                let due = inner.armed.filter { $0.value.deadline <= now }
                for id in due.keys { inner.armed[id] = nil }
                let next = inner.armed.values.map(\.deadline).min() ?? now + .seconds(3600)
                inner.wakesAt = next
                return (due.values.map(\.action), next)
            }
            for action in due { action() }
            wakeup.wait(socket: nil, until: next)
        }
    }
}
