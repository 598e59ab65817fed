import Synchronization

/// Sends spans to a collector, beside the work that they tell of: whatever the collector does, a service neither waits
/// nor fails because of it.
public final class SpanExporter: Sendable {
    /// Spans of one request: some 400 kB of JSON.
    private static let batch = 512
    /// Spans that come one by one go together; so short that the buffer does not fill meanwhile under full load.
    private static let linger = Duration.milliseconds(100)
    private static let tries = 5
    /// Longer waits would only fill the buffer.
    private static let longestWait = Duration.seconds(60)

    private let tracer: Tracer
    private let encoder: OTLPEncoder
    private let send: SpanTransport
    private let report: @Sendable (String) -> Void
    private let isStopping = Atomic(false)
    private let pausing = Mutex<Task<Void, Never>?>(nil)
    private let work = Mutex<Task<Void, Never>?>(nil)

    /// - Parameters:
    ///   - resource: who emits the spans: `service.name`, `service.version`, `service.instance.id`.
    ///   - report: told in a sentence when export begins to fail, and when it works again.
    public init(
        _ tracer: Tracer,
        resource: [SpanAttribute],
        send: @escaping SpanTransport,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.tracer = tracer
        self.send = send
        self.report = report
        encoder = OTLPEncoder(resource: resource)
    }

    public func start() {
        work.withLock { work in
            if work == nil { work = Task { await self.run() } }
        }
    }

    /// Sends what is left, once, and ends within `limit`. What is recorded later is dropped.
    public func stop(within limit: Duration) async {
        isStopping.store(true, ordering: .relaxed)
        tracer.buffer.close()
        pausing.withLock { $0 }?.cancel()
        guard let work = work.withLock({ $0 }) else { return }
        let overdue = Task {
            try await Task.sleep(for: limit)
            work.cancel()
        }
        await work.value
        overdue.cancel()
    }

    private func run() async {
        var trouble: String?
        for await _ in tracer.buffer.arrivals {
            await pause(Self.linger)
            await drain(&trouble)
        }
        await drain(&trouble)
    }

    private func drain(_ trouble: inout String?) async {
        while true {
            let spans = tracer.buffer.takeAll()
            if spans.isEmpty { return }
            for start in stride(from: 0, to: spans.count, by: Self.batch) {
                await deliver(spans[start..<min(spans.count, start + Self.batch)], &trouble)
            }
        }
    }

    private func deliver(_ spans: ArraySlice<Span>, _ trouble: inout String?) async {
        let body = encoder.encode(spans)
        var delay = Duration.seconds(1)
        trying: for attempt in 1...Self.tries {
            let isLast = attempt == Self.tries || isStopping.load(ordering: .relaxed)
            // At the end each batch is tried once, and none after one failed.
            if isLast, attempt == 1, trouble != nil || Task.isCancelled { break trying }
            switch await send(body) {
            case .taken(let rejected):
                let lost = min(rejected, spans.count)
                tracer.meter.exported.add(spans.count - lost)
                tracer.meter.refused.add(lost)
                return tell(nil, &trouble)
            case .refused(let reason):
                tracer.meter.refused.add(spans.count)
                return tell(reason, &trouble)
            case .later(let after, let reason):
                tell(reason, &trouble)
                if isLast { break trying }
                await pause(min(after ?? delay * Double.random(in: 0.5...1), Self.longestWait))
                delay *= 2
            }
        }
        tracer.meter.unreachable.add(spans.count)
    }

    /// Once for each trouble, and once when it is over.
    private func tell(_ news: String?, _ trouble: inout String?) {
        guard news != trouble else { return }
        trouble = news
        report(news.map { "spans are not taken: \($0)" } ?? "spans are taken again")
    }

    /// Ends early when the exporter stops.
    private func pause(_ duration: Duration) async {
        let sleep = Task { _ = try? await Task.sleep(for: duration) }
        pausing.withLock { $0 = sleep }
        if isStopping.load(ordering: .relaxed) { sleep.cancel() }
        await withTaskCancellationHandler {
            await sleep.value
        } onCancel: {
            sleep.cancel()
        }
    }
}
