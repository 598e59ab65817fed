/// Does what many ask for at about the same time as one piece of work: a transaction costs about the same for ten as
/// for one. Who asks after a pause never waits.
public actor Batcher<Item: Sendable, Value: Sendable> {
    /// Answers for `items`, in their order.
    public typealias Work = @Sendable (_ items: [Item]) async throws -> [Value]

    private let limit: Int
    private let pace: Duration
    private let isShared: @Sendable (any Error) -> Bool
    private let work: Work
    private var waiting: [(item: Item, answer: CheckedContinuation<Value, any Error>)] = []
    private var isRunning = false

    /// - Parameters:
    ///   - limit: items that one piece takes at most.
    ///   - pace: from the begin of one piece to that of the next at least; what arrives meanwhile goes together.
    ///   - isShared: whether an error is nobody's fault among the items; after any other each item is tried by itself,
    ///     so that the one it belongs to fails alone.
    public init(limit: Int, pace: Duration, isShared: @escaping @Sendable (any Error) -> Bool, work: @escaping Work) {
        self.limit = max(1, limit)
        self.pace = pace
        self.isShared = isShared
        self.work = work
    }

    /// Heeds no cancellation: a piece belongs to several tasks, and ends soon.
    /// - Throws: what the work throws for this item.
    public func answer(to item: Item) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append((item, continuation))
            guard !isRunning else { return }
            isRunning = true
            Task.detached { await self.run() }
        }
    }

    private func run() async {
        while !waiting.isEmpty {
            let start = ContinuousClock.now
            let taken = Array(waiting.prefix(limit))
            waiting.removeFirst(taken.count)
            await settle(taken)
            if waiting.count < limit { try? await Task.sleep(until: start + pace, clock: .continuous) }
        }
        isRunning = false
    }

    private func settle(_ taken: [(item: Item, answer: CheckedContinuation<Value, any Error>)]) async {
        do {
            let values = try await work(taken.map(\.item))
            precondition(values.count == taken.count, "one answer an item")
            for (one, value) in zip(taken, values) { one.answer.resume(returning: value) }
        } catch  where taken.count > 1 && !isShared(error) {
            await oneByOne(taken)
        } catch {
            for one in taken { one.answer.resume(throwing: error) }
        }
    }

    /// Until something happens that is nobody's fault: the rest would only wait for the same.
    private func oneByOne(_ taken: [(item: Item, answer: CheckedContinuation<Value, any Error>)]) async {
        var shared: (any Error)?
        for one in taken {
            if let shared {
                one.answer.resume(throwing: shared)
                continue
            }
            do {
                let values = try await work([one.item])
                precondition(values.count == 1, "one answer an item")
                one.answer.resume(returning: values[0])
            } catch {
                if isShared(error) { shared = error }
                one.answer.resume(throwing: error)
            }
        }
    }
}
