/// One `publish` while its messages are sent and settled. Lives on the connection's thread.
final class PublishCall {
    let messages: [AMQPOutgoing]
    let deadline: ContinuousClock.Instant
    /// The first message not handed to the connection yet.
    private(set) var next = 0

    private let continuation: CheckedContinuation<[PublishOutcome], Never>
    private var outcomes: [PublishOutcome]
    private var unresolved: Int

    init(_ submission: PublisherMailbox.Submission) {
        messages = submission.messages
        deadline = submission.deadline
        continuation = submission.continuation
        outcomes = Array(repeating: .confirmed, count: messages.count)
        unresolved = messages.count
    }

    var isSent: Bool { next == messages.count }

    /// The index of the next message, counted as handed over.
    func takeNext() -> Int {
        defer { next += 1 }
        return next
    }

    /// True with the last outcome, after which the caller has been resumed.
    func resolve(_ index: Int, _ outcome: PublishOutcome) -> Bool {
        if outcome != .confirmed { outcomes[index] = outcome }
        unresolved -= 1
        guard unresolved == 0 else { return false }
        continuation.resume(returning: outcomes)
        return true
    }
}
