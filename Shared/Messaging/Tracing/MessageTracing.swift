import Foundation
import Telemetry

/// The messaging's spans of a service that traces.
///
/// A lead's story is one trace: each event is announced in a PRODUCER span, whose number travels in the event's
/// `traceparent`; each handling of it is a CONSUMER span below, and what the handler announces is below that. Messages
/// that one transaction took together link to that batch's span, which is a trace of its own.
struct MessageTracing: Sendable {
    let tracer: Tracer
    let shapes: MessageShapes

    /// The span of a message that is taken in hand.
    /// - Returns: nil for a story that nobody wants recorded; what it announces passes that on.
    func begin(_ envelope: Envelope) -> ProcessSpan? {
        if let parent = envelope.traceparent.flatMap(SpanContext.init) {
            guard parent.isSampled else { return nil }
            return ProcessSpan(context: parent.child(), parentID: parent.spanID, start: SpanClock.now)
        }
        return ProcessSpan(context: decided(Trace.of(envelope.correlationID)), parentID: 0, start: SpanClock.now)
    }

    /// A batch is committed: its messages are at their ends, and what it announced will go.
    func committed(_ result: Committed, of batch: [WorkItem], aside: [SetAside], on queue: String) {
        let now = SpanClock.now
        var spans: [Span] = []
        spans.reserveCapacity(batch.count + aside.count + result.rows.count + 1)
        let link = addBatch(batch, on: queue, now, to: &spans)
        var fresh = result.fresh.makeIterator()
        var nextFresh = fresh.next()
        for (index, item) in batch.enumerated() {
            let isFresh = index == nextFresh
            if isFresh { nextFresh = fresh.next() }
            add(item, on: queue, isFresh ? "handled" : "duplicate", link, now, to: &spans)
        }
        for one in aside { add(one, on: queue, now, to: &spans) }
        for row in result.rows { add(row.message, now, to: &spans) }
        tracer.record(spans)
    }

    /// Events that a person, a door or a schedule began are committed.
    func announced(_ rows: [OutboxRow]) {
        let now = SpanClock.now
        var spans: [Span] = []
        for row in rows { add(row.message, now, to: &spans) }
        tracer.record(spans)
    }

    /// Whether a trace that begins with a message is recorded is decided here, once.
    func deciding(_ messages: [OutgoingMessage]) -> [OutgoingMessage] {
        messages.map { message in
            guard message.announcer == nil, let context = message.envelope.traceparent.flatMap(SpanContext.init) else {
                return message
            }
            var message = message
            message.envelope.traceparent = decided(context).traceparent
            return message
        }
    }

    private func decided(_ root: SpanContext) -> SpanContext {
        var root = root
        root.isSampled = tracer.samples(root)
        return root
    }

    // MARK: Spans

    /// - Returns: what its messages link to; nil for a message alone, which needs no second span.
    private func addBatch(_ batch: [WorkItem], on queue: String, _ now: UInt64, to spans: inout [Span]) -> SpanContext?
    {
        guard batch.count > 1 else { return nil }
        let recorded = batch.lazy.compactMap { $0.span }.filter(\.context.isSampled)
        guard let start = recorded.map(\.start).min() else { return nil }
        let context = SpanContext.root()
        let count = SpanAttribute("messaging.batch.message_count", .number(batch.count))
        spans.append(Span(context, parentID: 0, shapes.batch(on: queue), start: start, end: now, [count]))
        return context
    }

    private func add(
        _ item: WorkItem,
        on queue: String,
        _ outcome: String,
        _ link: SpanContext?,
        _ now: UInt64,
        to spans: inout [Span]
    ) {
        guard var span = span(of: item, on: queue, outcome, now) else { return }
        span.link = link
        spans.append(span)
    }

    private func add(_ one: SetAside, on queue: String, _ now: UInt64, to spans: inout [Span]) {
        let (failure, outcome, event) = MessageTracing.ending(of: one.disposition, now)
        guard var span = span(of: one.item, on: queue, outcome, now) else { return }
        span.events = [event]
        // A wish for later is no failure.
        if failure.errorClass != "postponed" {
            span.error = failure.errorClass
            span.attributes.append(SpanAttribute("error.type", .text(failure.errorClass)))
        }
        spans.append(span)
    }

    private static func ending(of disposition: Disposition, _ now: UInt64) -> (Failure, String, SpanEvent) {
        switch disposition {
        case .again(let delay, let failure, _):
            let milliseconds = SpanAttribute("filon.retry.delay_ms", .number(Int(delay.seconds * 1000)))
            return (failure, "retry", SpanEvent("retry", at: now, [milliseconds]))
        case .dead(let failure):
            return (failure, "dead_letter", SpanEvent("dead_letter", at: now))
        }
    }

    private func span(of item: WorkItem, on queue: String, _ outcome: String, _ now: UInt64) -> Span? {
        guard let process = item.span, process.context.isSampled else { return nil }
        let isUsual = item.attempt == 1 && outcome == "handled"
        let shape = shapes.process(item.envelope.type, on: queue)
        var span = Span(
            process.context,
            parentID: process.parentID,
            shape,
            start: process.start,
            end: now,
            isUsual ? Self.usual : Self.attributes(outcome, item.attempt)
        )
        span.message = item.envelope.identity
        return span
    }

    private static func attributes(_ outcome: String, _ attempt: Int) -> [SpanAttribute] {
        [SpanAttribute("filon.outcome", .text(outcome)), SpanAttribute("filon.attempt", .number(attempt))]
    }

    /// What nearly every message has; made once.
    private static let usual = attributes("handled", 1)

    private func add(_ message: OutgoingMessage, _ now: UInt64, to spans: inout [Span]) {
        let envelope = message.envelope
        guard let context = envelope.traceparent.flatMap(SpanContext.init), context.isSampled else { return }
        let parentID = message.announcer.flatMap(SpanContext.init)?.spanID ?? 0
        let start = SpanClock.nanoseconds(of: envelope.occurredAt)
        var span = Span(context, parentID: parentID, shapes.announce(envelope.type), start: start, end: now)
        span.message = envelope.identity
        spans.append(span)
    }
}

extension Envelope {
    /// As spans name a message.
    var identity: (id: UUID, conversation: UUID) { (messageID, correlationID) }
}
