import CCurl
import Synchronization

/// How a transfer ended, as the loop knows it.
enum TransferEnd {
    /// libcurl carried it to its end, good or bad.
    case done(CURLcode)
    case deadline
    case cancelled
    case closed
    case overloaded
}

/// One request and its reply, of whichever protocol. Driven by the loop's thread alone once it was submitted.
protocol Exchange: AnyObject, Sendable {
    var ticket: Ticket { get }

    /// Sets the options of a fresh handle, whose callbacks may point at `self` until `finish`.
    func prepare(_ easy: EasyHandle, _ sockets: OpenSockets)

    /// Called exactly once, with the handle if the transfer ever got one.
    func finish(_ end: TransferEnd, _ easy: EasyHandle?)
}

/// What the loop and the waiting task share about an exchange.
final class Ticket: Sendable {
    let deadline: ContinuousClock.Instant
    private let cancelled = Atomic(false)

    init(deadline: ContinuousClock.Instant) {
        self.deadline = deadline
    }

    /// Set before the loop is told, so that a cancellation that overtakes its own start is still seen.
    func cancel() {
        cancelled.store(true, ordering: .releasing)
    }

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }
}
