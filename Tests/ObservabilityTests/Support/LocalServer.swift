import Hummingbird
import NIOCore
import ServiceKit

/// A service's own HTTP on a free port of the loopback interface.
enum LocalServer {
    static func run(_ router: Router<ServiceRequestContext>, _ body: (String) async throws -> Void) async throws {
        let (ports, found) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) }
        )
        let serving = Task { try await application.run() }
        defer { serving.cancel() }
        guard let port = await ports.first(where: { _ in true }) else { throw NoPort() }
        try await body("http://127.0.0.1:\(port)")
        serving.cancel()
        _ = await serving.result
    }

    struct NoPort: Error {}
}
