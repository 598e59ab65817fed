import Foundation
import HTTPClient

/// RabbitMQ's management over HTTP, for one virtual host.
struct ManagementAPI: Sendable {
    private let base: String
    private let authorization: String
    let virtualHost: String

    /// - Parameters:
    ///   - url: `http://user:password@host:15672`.
    ///   - brokerURL: the services' address, whose path is the virtual host; `filon` without one. Of several nodes often
    ///     only the last one names it.
    init(url: String, brokerURL: String?) {
        var parts = URLComponents(string: url)
        let credentials = "\(parts?.user ?? "guest"):\(parts?.password ?? "guest")"
        authorization = "Basic \(Data(credentials.utf8).base64EncodedString())"
        parts?.user = nil
        parts?.password = nil
        base = parts?.string ?? url
        let paths = (brokerURL ?? "").split(separator: ",").compactMap { node in
            let place = node.range(of: "://").map { node[$0.upperBound...] } ?? node
            return place.split(separator: "/", maxSplits: 1).dropFirst().first?.prefix { $0 != "?" && $0 != "#" }
        }
        virtualHost = paths.last { !$0.isEmpty }.map(String.init) ?? "filon"
    }

    /// - Parameter about: what is asked about, for the error.
    /// - Returns: the answer's body.
    /// - Throws: `HTTPError`; ``OperatorError`` for an answer that is no success.
    func ask(_ method: HTTPMethod, _ path: String, body: [UInt8] = [], about: String) async throws -> [UInt8] {
        var request = HTTPRequest(
            method,
            base + path,
            headers: ["content-type": "application/json", "authorization": authorization],
            body: body,
            trust: .operatorConfigured
        )
        request.deadline = .seconds(15)
        let client = HTTPClient(userAgent: "filon")
        let response = try await client.send(request)
        await client.close()
        guard (200..<300).contains(response.status) else {
            throw OperatorError(
                "RabbitMQ answered \(response.status) about its \(about). Check FILON_RABBITMQ_MANAGEMENT_URL, its "
                    + "user's rights, and that the virtual host \(virtualHost) exists."
            )
        }
        return response.body
    }
}
