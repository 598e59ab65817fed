import Dispatch
import Synchronization

/// What a script saw, in order, and a way to wait for it.
public final class Recorder<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    public init() { (stream, continuation) = AsyncStream.makeStream() }

    public func add(_ value: Value) {
        values.withLock { $0.append(value) }
        continuation.yield(value)
    }

    public var all: [Value] { values.withLock { $0 } }

    /// Returns when `count` values came in all, or after ten seconds.
    public func wait(for count: Int) async {
        DispatchQueue.global().asyncAfter(deadline: .now() + 10) { [continuation] in continuation.finish() }
        guard all.count < count else { return }
        for await _ in stream where all.count >= count { return }
    }
}
