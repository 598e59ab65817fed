import Synchronization

/// Lets those who work at one job begin its pages one after the other: the next page may begin once it is known where the
/// one before ends, and long before that one is committed.
final class PageTurns: Sendable {
    /// The right to begin a page, which goes on with ``PageTurns/pass(_:after:)``.
    struct Turn: Sendable {
        /// Where it begins; nil: where the job's row says.
        let place: RescoreJobStore.Place?
        fileprivate let number: UInt64
        fileprivate let generation: UInt64
    }

    private struct State {
        var lastNumber: UInt64 = 0
        var holder: UInt64?
        var place: RescoreJobStore.Place?
        /// Pages that follow one that failed belong to another generation, and what they say of their end is not heard.
        var generation: UInt64 = 0
        var waiting: [CheckedContinuation<Turn, Never>] = []

        mutating func deal() -> Turn {
            lastNumber += 1
            holder = lastNumber
            return Turn(place: place, number: lastNumber, generation: generation)
        }

        mutating func release() -> Next? {
            holder = nil
            guard !waiting.isEmpty else { return nil }
            return Next(waiter: waiting.removeFirst(), turn: deal())
        }
    }

    private struct Next {
        let waiter: CheckedContinuation<Turn, Never>
        let turn: Turn
    }

    private let state = Mutex(State())

    /// Waits until nobody else has the turn.
    func take() async -> Turn {
        await withCheckedContinuation { waiter in
            let turn: Turn? = state.withLock { state in
                if state.holder == nil { return state.deal() }
                state.waiting.append(waiter)
                return nil
            }
            if let turn { waiter.resume(returning: turn) }
        }
    }

    /// The next page begins at `place`; nil: where the job's row says. Does nothing for who has not the turn any more.
    func pass(_ place: RescoreJobStore.Place?, after turn: Turn) {
        let next: Next? = state.withLock { state in
            guard state.holder == turn.number else { return nil }
            state.place = turn.generation == state.generation ? place : nil
            return state.release()
        }
        if let next { next.waiter.resume(returning: next.turn) }
    }

    /// A page was not committed, and so none that follows it will be.
    func fail(_ turn: Turn) {
        let next: Next? = state.withLock { state in
            state.generation += 1
            state.place = nil
            return state.holder == turn.number ? state.release() : nil
        }
        if let next { next.waiter.resume(returning: next.turn) }
    }
}
