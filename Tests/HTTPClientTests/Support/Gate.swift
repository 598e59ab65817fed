import Foundation

/// Holds threads back until it is opened.
final class Gate: Sendable {
    private let condition = NSCondition()
    // Unchecked because it is only touched while `condition` is held.
    private nonisolated(unsafe) var isOpen = false

    func wait() {
        condition.withLock {
            let limit = Date(timeIntervalSinceNow: 10)
            while !isOpen, condition.wait(until: limit) {}
        }
    }

    func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }
}
