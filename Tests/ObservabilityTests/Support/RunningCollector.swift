import Foundation
import Hummingbird
import NIOCore

@testable import TraceCollector

/// The collector's simulator on a free port of the loopback interface.
struct RunningCollector {
    let store: SpanStore
    let url: String

    /// Runs `body` beside a collector.
    static func run(_ body: (RunningCollector) async throws -> Void) async throws {
        let store = SpanStore()
        let (ports, found) = AsyncStream<Int>.makeStream()
        let application = CollectorServer(store: store).application(port: 0) { channel in
            found.yield(channel.localAddress?.port ?? 0)
        }
        let serving = Task { try await application.run() }
        defer { serving.cancel() }
        guard let port = await ports.first(where: { _ in true }) else { throw NoPort() }
        try await body(RunningCollector(store: store, url: "http://127.0.0.1:\(port)"))
        serving.cancel()
        _ = await serving.result
    }

    struct NoPort: Error {}
}
