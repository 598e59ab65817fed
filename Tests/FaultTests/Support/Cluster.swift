import InstallationSupport
import Testing

/// Starts a cluster before a suite's first test and removes it after the last; everything in between runs on it.
struct ClusterTrait: SuiteTrait, TestScoping {
    @TaskLocal static var current: ClusterServers?

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let cluster = try await ClusterServers.start("cluster")
        do {
            try await Self.$current.withValue(cluster) { try await cluster.use { try await function() } }
        } catch {
            try? await cluster.stop()
            throw error
        }
        try await cluster.stop()
    }
}

extension Trait where Self == ClusterTrait {
    static var cluster: Self { Self() }
}

/// The cluster of the running test.
func mortalCluster() throws -> ClusterServers { try #require(ClusterTrait.current) }
