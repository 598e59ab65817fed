import Contracts
import Foundation
import Logging
import Messaging
import OTLP
import Postgres
import Telemetry

/// One hop as a process: runs until it has handled and announced so many messages, then reports and ends.
struct HopCommand {
    private let hop: FlowHop
    private let count: Int
    private let batch: Int
    private let limit: Duration
    /// Processor time that each message takes besides.
    private let burn: Duration
    private let databaseURL: String
    private let brokerURL: String
    /// Tracing is a setting of the benchmark as it is of a service.
    private let tracing: OTLPConfig?

    init(_ options: inout Options) throws {
        hop = try FlowHop(named: options.text("service"))
        count = try options.number("count")
        batch = try options.number("batch", default: 200)
        limit = .seconds(try options.number("limit", default: 300))
        burn = .microseconds(try options.number("burn", default: 0))
        databaseURL = try options.secret("BENCH_DATABASE_URL")
        brokerURL = try options.secret("BENCH_AMQP_URL")
        tracing = try options.optional("FILON_OTLP_URL").map { url in
            try OTLPConfig(
                base: url,
                headers: options.optional("FILON_OTLP_HEADERS"),
                ratio: options.optional("FILON_OTLP_RATIO") ?? "0.25"
            )
        }
    }

    func run() async throws {
        let watch = Stopwatch()
        let logger = Logger(label: "bench") { label in
            var log = StreamLogHandler.standardError(label: label)
            log.logLevel = .warning
            return log
        }
        var registry = HandlerRegistry(hop.service)
        try hop.register(in: &registry, watch, burn: burn)
        // Pools as the services have them.
        let session = PostgresConfig(url: databaseURL, applicationName: "bench \(hop.rawValue)")
        let (database, relayDatabase) = (PostgresPool(session, size: 4), PostgresPool(session.forRelay, size: 3))
        let tracer = tracing.map { Tracer(ratio: $0.ratio) }
        let messenger = Messenger(
            service: hop.service,
            database: database,
            relayDatabase: relayDatabase,
            broker: AMQPBroker(url: brokerURL, name: hop.rawValue),
            handlers: registry,
            batch: batch,
            tracer: tracer,
            logger: logger
        )
        let export = tracing.flatMap { config in
            tracer.map {
                OTLPExport(
                    config,
                    $0,
                    service: hop.rawValue,
                    version: "bench",
                    instance: messenger.instance,
                    logger: logger
                )
            }
        }
        export?.start()
        let running = Task { await messenger.run() }
        let deadline = ContinuousClock.now + limit
        try await reach(deadline, "a subscription") { messenger.isReady }
        FileHandle.standardOutput.write(Data("{\"ready\": true}\n".utf8))
        // Published is what the broker confirmed; the last rows leave the outbox a moment later, which the check of
        // the outbox afterwards sees.
        try await reach(deadline, "\(count) messages, \(messenger.metrics.published.value) announced") {
            messenger.metrics.handled.value >= count && messenger.metrics.published.value >= count
        }
        try watch.report(count: messenger.metrics.handled.value, batches: messenger.metrics.batches.value)
        // A quorum queue forgets acknowledgements that it has not taken in when their channel closes; the messages
        // would come back, and the check of the queue could not tell them from ones that were left.
        try await Task.sleep(for: .milliseconds(300))
        running.cancel()
        await running.value
        await export?.stop(within: .seconds(2))
        await database.close()
        await relayDatabase.close()
    }

    /// Looks a hundred times a second, which costs less than one message.
    private func reach(
        _ deadline: ContinuousClock.Instant,
        _ what: @autoclosure () -> String,
        _ isReached: () -> Bool
    ) async throws {
        while !isReached() {
            guard ContinuousClock.now < deadline else { throw Options.Wrong(text: "not in time: \(what())") }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
