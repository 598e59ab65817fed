import Telemetry

/// A publisher that tells in the event's trace when the broker did not take it. What it took needs no span: the next
/// one begins where the event arrives.
struct TracedPublisher: MessagePublisher {
    let publisher: any MessagePublisher
    let tracing: MessageTracing

    var isOpen: Bool { publisher.isOpen }
    var openings: Int { publisher.openings }

    func start() { publisher.start() }

    func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        let start = SpanClock.now
        let outcomes = await publisher.publish(messages)
        tracing.tracer.record(
            zip(messages, outcomes).compactMap { message, outcome in
                outcome.error.flatMap { span(of: message, $0, since: start) }
            }
        )
        return outcomes
    }

    func close(within limit: Duration) async { await publisher.close(within: limit) }

    private func span(of message: OutgoingMessage, _ error: String, since start: UInt64) -> Span? {
        guard let parent = message.envelope.traceparent.flatMap(SpanContext.init), parent.isSampled else { return nil }
        var span = Span(
            parent.child(),
            parentID: parent.spanID,
            tracing.shapes.publishing,
            start: start,
            end: SpanClock.now,
            [SpanAttribute("error.type", .text(error))]
        )
        span.message = message.envelope.identity
        span.error = error
        return span
    }
}

extension PublishOutcome {
    /// The class of what went wrong; the broker's words may name what is none of a trace's business.
    fileprivate var error: String? {
        switch self {
        case .confirmed: nil
        case .unroutable: "unroutable"
        case .refused: "refused"
        case .unknown: "unanswered"
        case .invalid: "invalid"
        }
    }
}
