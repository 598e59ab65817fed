import Contracts
import Dispatch
import FaultSupport
import Foundation
import Glibc
import Logging
import Messaging
import Postgres

/// The hop as a process of its own, which dies where it is told. Only for tests.
///
/// `FILON_CRASH_AT` is a failpoint, or nothing; a lead whose company is called `poison` kills the process whenever its
/// handler runs. SIGTERM ends it as it ends a service.
@main
struct Crasher {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let environment = ProcessInfo.processInfo.environment
        guard let database = environment["FILON_DATABASE_URL"], let broker = environment["FILON_AMQP_URL"] else {
            FileHandle.standardError.write(Data("crasher: FILON_DATABASE_URL and FILON_AMQP_URL are needed\n".utf8))
            _exit(64)
        }
        let point = environment["FILON_CRASH_AT"].flatMap(Failpoint.init(rawValue:))
        let config = PostgresConfig(url: database, applicationName: "filon crasher")
        let (pool, relayPool) = (PostgresPool(config, size: 4), PostgresPool(config, size: 3))
        let messenger = messenger(point, broker, pool, relayPool)
        if point == .removed { dieOnceTheOutboxIsEmpty(messenger, pool) }
        await untilTerminated { await messenger.run() }
        await pool.close()
        await relayPool.close()
        _exit(0)
    }

    private static func messenger(
        _ point: Failpoint?,
        _ url: String,
        _ pool: PostgresPool,
        _ relayPool: PostgresPool
    ) -> Messenger {
        let broker = AMQPBroker(url: url, name: "crasher")
        let worked = MessagingMetrics.Counter()
        var handlers = HandlerRegistry(.scoring)
        if point == .decoded {
            handlers.hear(LookingHopHandler { Failpoint.die() })
        } else {
            handlers.hear(
                HopHandler { delivery, _ in
                    if delivery.message.companyName == "poison" { Failpoint.die() }
                    // Not at the first one, so that there is something to undo.
                    worked.add(1)
                    if point == .inTransaction, worked.value == 3 { Failpoint.die() }
                }
            )
        }
        return Messenger(
            service: .scoring,
            database: pool,
            relayDatabase: relayPool,
            broker: point.map { MortalBroker(broker, dyingAt: $0) } ?? broker,
            handlers: handlers,
            sweepInterval: .milliseconds(200),
            logger: Logger(label: "crasher") { StreamLogHandler.standardError(label: $0) }
        )
    }

    /// The last moment of all: handled, confirmed, removed, and the process gone.
    private static func dieOnceTheOutboxIsEmpty(_ messenger: Messenger, _ pool: PostgresPool) {
        Task {
            while true {
                let left = try? await pool.transaction { tx in
                    try tx.query("SELECT count(*) FROM outbox").first?.value(0, as: Int.self) ?? 0
                }
                if messenger.metrics.published.value > 0, left == 0 { Failpoint.die() }
                try? await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private static func untilTerminated(_ work: @escaping @Sendable () async -> Void) async {
        signal(SIGTERM, SIG_IGN)
        let task = Task { await work() }
        let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
        source.setEventHandler { task.cancel() }
        source.resume()
        await task.value
        source.cancel()
    }
}
