import InstallationSupport
import Testing

/// A broker of this suite's own, which may be frightened and restarted without disturbing anybody.
struct PrivateBroker: Sendable {
    @TaskLocal static var current: PrivateBroker?

    let servers: PrivateServers
    let url: String

    static func start() async throws -> PrivateBroker {
        let servers = try await PrivateServers.start("amqp", [.rabbitmq])
        return PrivateBroker(servers: servers, url: try servers.value(of: "FILON_TEST_AMQP_URL"))
    }
}

/// Starts the broker before the suite's first test and stops it after the last.
struct PrivateBrokerTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let broker = try await PrivateBroker.start()
        do {
            try await PrivateBroker.$current.withValue(broker) { try await function() }
        } catch {
            try? await broker.servers.stop()
            throw error
        }
        try await broker.servers.stop()
    }
}

extension Trait where Self == PrivateBrokerTrait {
    static var privateBroker: Self { Self() }
}
