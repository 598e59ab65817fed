import Synchronization

/// Spans that wait for their export: so many at most, whatever happens to the collector. What does not fit is dropped
/// and counted, since a service must not wait for its own observer.
final class SpanBuffer: Sendable {
    private struct State {
        var spans: [Span] = []
        var isClosed = false
    }

    let capacity: Int
    private let dropped: Counter
    private let state = Mutex(State())
    private let wake = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    init(capacity: Int, dropped: Counter) {
        self.capacity = capacity
        self.dropped = dropped
        state.withLock { $0.spans.reserveCapacity(capacity) }
    }

    /// One element whenever the buffer was empty and no longer is; ends with ``close()``.
    var arrivals: AsyncStream<Void> { wake.stream }

    func add(_ spans: some Collection<Span>) {
        let (isNews, lost) = state.withLock { state in
            let room = state.isClosed ? 0 : capacity - state.spans.count
            let wasEmpty = state.spans.isEmpty
            state.spans.append(contentsOf: spans.prefix(room))
            return (wasEmpty && !state.spans.isEmpty, max(0, spans.count - room))
        }
        if lost > 0 { dropped.add(lost) }
        if isNews { wake.continuation.yield() }
    }

    /// Everything that waits.
    func takeAll() -> [Span] {
        var taken: [Span] = []
        state.withLock { swap(&taken, &$0.spans) }
        return taken
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake.continuation.finish()
    }
}
