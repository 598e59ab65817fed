import HTTPClient

/// Somebody who asks a service over HTTP.
struct Caller {
    private let client = HTTPClient(userAgent: "test")

    /// - Returns: the status of the answer.
    func get(_ url: String, _ headers: [String: String] = [:]) async throws -> Int {
        try await send(.get, url, headers, nil)
    }

    func post(_ url: String, _ headers: [String: String] = [:], body: String = "") async throws -> Int {
        try await send(.post, url, headers, body)
    }

    func close() async { await client.close() }

    private func send(_ method: HTTPMethod, _ url: String, _ headers: [String: String], _ body: String?) async throws
        -> Int
    {
        var request = HTTPRequest(method, url, body: body.map { Array($0.utf8) }, trust: .operatorConfigured)
        for (name, value) in headers { request.headers.add(name, value) }
        return try await client.send(request).status
    }
}
