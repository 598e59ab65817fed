import Synchronization

/// What other threads tell a loop. Waking happens under the lock and never after closing was asked for, so that no
/// wake can meet a freed handle.
final class Mailbox: Sendable {
    struct Letters {
        var starts: [any Exchange] = []
        var cancels: [Ticket] = []
        var isClosing = false
    }

    private struct State {
        var letters = Letters()
        var hasEnded: Bool
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let multi: MultiHandle?
    private let state: Mutex<State>

    /// Without a handle the loop counts as closed from the start.
    init(_ multi: MultiHandle?) {
        self.multi = multi
        self.state = Mutex(State(hasEnded: multi == nil))
    }

    /// False when the loop is closing or closed.
    func start(_ exchange: any Exchange) -> Bool {
        state.withLock { state in
            guard !state.hasEnded, !state.letters.isClosing else { return false }
            state.letters.starts.append(exchange)
            multi?.wake()
            return true
        }
    }

    func cancel(_ ticket: Ticket) {
        state.withLock { state in
            guard !state.hasEnded, !state.letters.isClosing else { return }
            state.letters.cancels.append(ticket)
            multi?.wake()
        }
    }

    func close() {
        state.withLock { state in
            guard !state.hasEnded, !state.letters.isClosing else { return }
            state.letters.isClosing = true
            multi?.wake()
        }
    }

    /// Returns once the loop's thread has let go of everything.
    func waitForEnd() async {
        await withCheckedContinuation { waiter in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiters.append(waiter) }
                return state.hasEnded
            }
            if hasEnded { waiter.resume() }
        }
    }

    /// Closing stays set: it is the loop's last letter.
    func take() -> Letters {
        state.withLock { state in
            defer { state.letters = Letters(isClosing: state.letters.isClosing) }
            return state.letters
        }
    }

    /// The loop's last act, after it freed the handle.
    func end() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
