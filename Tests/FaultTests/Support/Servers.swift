import InstallationSupport
import Testing

/// Every fault test; one after the other, on servers that may be killed.
@Suite(.mortalServers, .serialized) struct Faults {}

/// Starts the servers before the first test and removes them after the last.
struct MortalServersTrait: SuiteTrait, TestScoping {
    @TaskLocal static var current: PrivateServers?

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        _ = Dice.seed
        let servers = try await PrivateServers.start("faults")
        do {
            try await Self.$current.withValue(servers) { try await servers.use { try await function() } }
        } catch {
            try? await servers.stop()
            throw error
        }
        try await servers.stop()
    }
}

extension Trait where Self == MortalServersTrait {
    static var mortalServers: Self { Self() }
}

/// The servers of the running test.
func mortalServers() throws -> PrivateServers { try #require(MortalServersTrait.current) }
