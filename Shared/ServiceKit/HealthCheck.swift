import Contracts
import Foundation
import HTTPClient

/// `<service> --healthcheck`: asks the running service whether it is ready, for a container whose image has no other
/// tool to ask with.
enum HealthCheck {
    /// Shorter than any orchestrator's own patience, so that its log has our words and not "timed out".
    private static let patience = Duration.seconds(3)

    /// - Returns: what the service answers; whether it is ready.
    static func ask(_ service: ServiceName, _ settings: Settings) async throws -> (answer: String, isReady: Bool) {
        let (host, port) = try HostConfig.bind(settings, service: service)
        let own = ["0.0.0.0", "::", "[::]", ""].contains(host) ? "127.0.0.1" : host
        var request = HTTPRequest(.get, "http://\(own):\(port)/health/ready", trust: .operatorConfigured)
        request.deadline = patience
        let client = HTTPClient(userAgent: "filon healthcheck")
        do {
            let response = try await client.send(request)
            await client.close()
            return (String(decoding: response.body, as: UTF8.self), response.status == 200)
        } catch {
            await client.close()
            return ("\(service.rawValue) does not answer on port \(port): \(error)", false)
        }
    }
}
