import HTTPClient
import ScriptedPeers
import Testing

func client() -> HTTPClient { HTTPClient(userAgent: "FilonTests/1.0") }

/// A request to one of the test's own servers, which stand where an operator's would.
func request(_ server: ScriptedServer, _ path: String = "/", method: HTTPMethod = .get) -> HTTPRequest {
    HTTPRequest(method, server.url + path, trust: .operatorConfigured)
}

/// The error of a request that must fail.
func failure(_ client: HTTPClient, _ request: HTTPRequest) async throws -> HTTPError {
    try await #require(throws: HTTPError.self) { _ = try await client.send(request) }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
