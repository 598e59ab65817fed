import Contracts
import Foundation
import InstallationSupport
import Logging
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import TestSupport

/// One service of a flow, in the test's process, on networks of its own.
final class FlowService: Sendable {
    let messenger: Messenger
    let broker: FaultProxy
    let database: FaultProxy
    private let pools: [PostgresPool]
    private let running: Task<Void, Never>

    init(
        _ service: ServiceName,
        _ handlers: HandlerRegistry,
        on database: TestDatabase,
        _ vhost: TestVhost,
        policy: RetryPolicy = .quick
    ) throws {
        let servers = try mortalServers()
        broker = try FaultProxy(to: servers.port(of: .rabbitmq))
        self.database = try FaultProxy(to: servers.port(of: .postgres))
        let url = Self.url(database.url(role: service.databaseRole), through: self.database)
        let config = PostgresConfig(url: url, applicationName: "filon \(service.rawValue)")
        pools = [PostgresPool(config, size: 4), PostgresPool(config.forRelay, size: 3)]
        let messenger = Messenger(
            service: service,
            database: pools[0],
            relayDatabase: pools[1],
            broker: AMQPBroker(url: Self.url(vhost.url, through: broker), name: service.rawValue),
            handlers: handlers,
            policy: policy,
            sweepInterval: .milliseconds(200),
            logger: Logger(label: service.rawValue) { _ in SwiftLogNoOpLogHandler() }
        )
        self.messenger = messenger
        running = Task { await messenger.run(grace: .seconds(3)) }
    }

    func ready(within limit: Duration = Scale.recovery) async throws {
        let end = ContinuousClock.now + limit
        while !messenger.isReady {
            guard ContinuousClock.now < end else { throw NotReady(service: messenger.service, of: messenger.missing) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    struct NotReady: Error, CustomStringConvertible {
        let service: ServiceName
        let missing: [String]
        var description: String { "\(service) is not ready: \(missing.joined(separator: "; "))" }

        init(service: ServiceName, of missing: [String]) { (self.service, self.missing) = (service, missing) }
    }

    func stop() async {
        for proxy in [broker, database] { proxy.set(.none) }
        running.cancel()
        await running.value
        for pool in pools { await pool.close() }
        for proxy in [broker, database] { proxy.cut() }
    }

    private static func url(_ url: String, through proxy: FaultProxy) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        parts.port = Int(proxy.port)
        return parts.string ?? url
    }
}

extension RetryPolicy {
    /// As the standard one, in fractions of a second.
    static let quick = RetryPolicy(delays: [.milliseconds(50), .milliseconds(100), .milliseconds(400)], jitter: 0.2)
}
