public import Contracts
public import Foundation
public import Logging
public import Postgres

/// One service's messaging: what it hears, what it announces, and everything in between.
public final class Messenger: Sendable {
    /// The step of `infra/database/plumbing` that this release's SQL needs.
    public static let plumbingVersion = 3

    public let service: ServiceName
    public let metrics: MessagingMetrics
    let database: PostgresPool
    let relayDatabase: PostgresPool
    private let settings: [String: String]
    private let registrations: HandlerRegistry
    let publisher: any MessagePublisher
    private let relay: Relay
    private let gate: Gate
    private let away: DatabaseAway
    let dispatchers: [Dispatcher]
    let tracing: MessageTracing?
    private let sweeper: Sweeper
    private let scheduler: Scheduler
    /// nil for what hears nothing.
    private let rehearser: Rehearser?
    private let logger: Logger

    /// - Parameters:
    ///   - database: sessions for handlers.
    ///   - relayDatabase: sessions of the relay and the sweeper, apart so that slow handlers do not hold up confirms;
    ///     best made of `PostgresConfig.forRelay`.
    ///   - settings: set for every handler's transaction, e.g. the departments that the console's handlers see.
    ///   - batch: messages that one transaction takes at most; twice as many are prefetched, and never under 100.
    ///   - sweepInterval: pause between two sweeps.
    ///   - tracer: takes the spans; nil: none are made.
    public init(
        service: ServiceName,
        database: PostgresPool,
        relayDatabase: PostgresPool,
        broker: any MessageBroker,
        handlers: HandlerRegistry,
        settings: [String: String] = [:],
        policy: RetryPolicy = .standard,
        batch: Int = 200,
        sweepInterval: Duration = .seconds(1),
        now: @escaping @Sendable () -> Date = { Date() },
        tracer: Tracer? = nil,
        logger: Logger
    ) {
        self.service = service
        self.database = database
        self.relayDatabase = relayDatabase
        self.settings = settings
        self.registrations = handlers
        self.logger = logger
        let (metrics, gate) = (MessagingMetrics(handlers), Gate())
        self.metrics = metrics
        self.gate = gate
        let tracing = tracer.map { MessageTracing(tracer: $0, shapes: MessageShapes(handlers)) }
        self.tracing = tracing
        let bare = MeteredPublisher(
            publisher: broker.publisher(name: "\(service.rawValue) relay"),
            metrics: metrics
        )
        publisher = tracing.map { TracedPublisher(publisher: bare, tracing: $0) } ?? bare
        let relay = Relay(
            instance: UUIDv7.make(),
            database: relayDatabase,
            publisher: publisher,
            metrics: metrics,
            logger: logger
        )
        self.relay = relay
        let away = DatabaseAway(database: database, metrics: metrics, logger: logger)
        self.away = away
        let transaction = BatchTransaction(service: service, relay: relay.instance, policy: policy)
        dispatchers = handlers.queues.map { queue in
            let declaration = QueueDeclaration(name: queue.name, types: queue.handlers.keys.sorted())
            // Quorum queues want a prefetch of 100 and more.
            let consumer = MeteredConsumer(
                consumer: broker.consumer(of: declaration, prefetch: max(100, 2 * batch)),
                meter: metrics.queues[queue.name] ?? QueueMeter()
            )
            let settler = Settler(
                queue: queue.name,
                database: database,
                settings: settings,
                transaction: transaction,
                policy: policy,
                away: away,
                metrics: metrics,
                tracing: tracing,
                logger: logger,
                committed: { [relay] done, rows in
                    consumer.acknowledge(done.compactMap(\.receipt))
                    if !rows.isEmpty { await relay.hand(rows) }
                },
                giveBack: { items in consumer.giveBack(items.compactMap(\.receipt)) }
            )
            let slots = Slots(queue.lookups)
            return Dispatcher(
                queue: queue.name,
                handlers: queue.handlers.mapValues { $0.metered(metrics.handlers[$0.name]) },
                consumer: consumer,
                settler: settler,
                gate: gate,
                slots: slots,
                lane: LookLane(settler, slots, batch: batch),
                batch: batch,
                service: service,
                logger: logger
            )
        }
        sweeper = Sweeper(
            database: relayDatabase,
            broker: broker,
            relay: relay,
            gate: gate,
            rerunner: Rerunner(
                instance: relay.instance,
                database: relayDatabase,
                dispatchers: dispatchers,
                logger: logger
            ),
            metrics: metrics,
            logger: logger,
            interval: sweepInterval
        )
        rehearser =
            handlers.queues.isEmpty
            ? nil
            : Rehearser(
                service: service,
                consumer: broker.consumer(
                    of: QueueDeclaration(name: service.controlQueue, types: []),
                    prefetch: 200
                ),
                handlers: handlers.byType,
                decisions: handlers.decisions,
                database: database,
                settings: settings,
                logger: logger
            )
        scheduler = Scheduler(
            schedules: handlers.schedules,
            instance: relay.instance,
            database: database,
            settings: settings,
            transaction: transaction,
            relay: relay,
            metrics: metrics,
            tracing: tracing,
            logger: logger,
            now: now
        )
    }

    /// True while the service hears, is heard, and can write.
    public var isReady: Bool { missing.isEmpty }

    /// What is missing for readiness, for people.
    public var missing: [String] {
        var missing = away.complaint.map { [$0] } ?? []
        if missing.isEmpty, !relayDatabase.isReachable { missing.append("database: not reachable") }
        if !publisher.isOpen { missing.append("broker: publishing connection not open") }
        for dispatcher in dispatchers where !dispatcher.consumer.isSubscribed {
            missing.append("broker: not subscribed to \(dispatcher.queue)")
        }
        return missing
    }

    /// Commits a change together with the events that announce it; for what a person or a door begins. Handlers
    /// return their events instead.
    /// - Throws: what `body` throws; ``PostgresError``.
    public func commit<T: Sendable>(
        cause: Cause = .root,
        settings: [String: String]? = nil,
        _ body: @Sendable (isolated PostgresSession) throws -> (value: T, events: [any Event])
    ) async throws -> T {
        let relayID = relay.instance
        let (value, rows) = try await database.transaction(settings: settings ?? self.settings) { tx in
            let (value, events) = try body(tx)
            return (value, try OutboxStore.store(outgoing(events, cause), relay: relayID, in: tx))
        }
        tracing?.announced(rows)
        if !rows.isEmpty { await relay.hand(rows) }
        return value
    }

    /// Commits a note of what runs again together with the messages themselves, each for one queue; for the operator's
    /// tool.
    /// - Throws: what `body` throws; ``PostgresError``.
    public func resend<T: Sendable>(
        _ body: @Sendable (isolated PostgresSession) throws -> (value: T, messages: [OutgoingMessage])
    ) async throws -> T {
        let relayID = relay.instance
        let (value, rows) = try await database.transaction(settings: settings) { tx in
            let (value, messages) = try body(tx)
            return (value, try ResendStore.store(messages, relay: relayID, in: tx))
        }
        if !rows.isEmpty { await relay.hand(rows) }
        return value
    }

    /// Names this replica; while it runs, its row in `relay` says so once a second.
    public var instance: UUID { relay.instance }

    /// True while the outbox is so full that a door should refuse with "try again later".
    public var isCongested: Bool { metrics.paused.value == 1 }

    /// Runs until the task is cancelled, then finishes what is in hand: stops consuming, settles, flushes confirms,
    /// all within `grace`.
    public func run(grace: Duration = .seconds(8)) async {
        let stop = AsyncStream<Void>.makeStream()
        let work = Task { await self.work(until: stop.stream, grace: grace) }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            stop.continuation.finish()
        }
    }

    /// Nothing connects to the broker before: messages would be taken off queues while the service cannot handle them.
    private func work(until stop: AsyncStream<Void>, grace: Duration) async {
        publisher.start()
        let consumers = dispatchers.map(\.consumer) + (rehearser.map { [$0.consumer] } ?? [])
        for consumer in consumers { consumer.start() }
        let relaying = Task { await relay.run() }
        let sweeping = Task { await sweeper.run() }
        let scheduling = Task { await scheduler.run() }
        let consuming = Task {
            await withDiscardingTaskGroup { group in
                for dispatcher in dispatchers { group.addTask { await dispatcher.run() } }
                if let rehearser { group.addTask { await rehearser.run() } }
            }
        }
        for await _ in stop {}
        logger.info("stopping")
        scheduling.cancel()
        sweeping.cancel()
        // Each chore has its share of the time, and what those before it left of theirs.
        let start = ContinuousClock.now
        func left(until share: Double) -> Duration { max(.zero, grace * share - (ContinuousClock.now - start)) }
        // A broker that hangs answers no cancellation; its subscription then ends with the connection.
        let cancelling = Task { for consumer in consumers { await consumer.cancel() } }
        await finish(cancelling, within: left(until: 0.2)) {
            for consumer in consumers { await consumer.close(within: .zero) }
        }
        await finish(sweeping, within: left(until: 0.3)) {}
        gate.set(open: true)
        await finish(consuming, within: left(until: 0.6)) { consuming.cancel() }
        await finish(scheduling, within: left(until: 0.65)) {}
        await relay.stop()
        await finish(relaying, within: left(until: 0.85)) { [publisher] in
            relaying.cancel()
            await publisher.close(within: .zero)
        }
        await publisher.close(within: grace * 0.1)
        for consumer in consumers { await consumer.close(within: grace * 0.1) }
        let instance = relay.instance
        try? await relayDatabase.transaction { tx in try RelayStore.leave(instance, in: tx) }
    }

    /// Waits for `task`; when time is up, does what makes it end and goes on: what it held is delivered or published
    /// again.
    private func finish(
        _ task: Task<Void, Never>,
        within limit: Duration,
        orElse giveUp: @escaping @Sendable () async -> Void
    ) async {
        guard await !ends(task, within: limit) else { return }
        await giveUp()
        _ = await ends(task, within: .milliseconds(500))
    }

    /// Not a task group, which would wait for a call that heeds no cancellation.
    private func ends(_ task: Task<Void, Never>, within limit: Duration) async -> Bool {
        let (answers, answer) = AsyncStream<Bool>.makeStream()
        let waiting = Task {
            await task.value
            answer.yield(true)
        }
        let timing = Task {
            try? await Task.sleep(for: limit)
            answer.yield(false)
        }
        defer {
            waiting.cancel()
            timing.cancel()
        }
        return await answers.first { _ in true } ?? false
    }
}
