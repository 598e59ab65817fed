import Foundation
import HTTPClient
import Migrations

/// The broker's settings that may change later: policies, the dead-letter exchange and its queue. They stand in one
/// definitions file (`infra/rabbitmq/definitions.json`) that RabbitMQ's management API imports whole.
struct BrokerDefinitions: Sendable {
    let managementURL: String

    /// Virtual host that the definitions go to, as the services use it.
    static let virtualHost = "filon"

    /// - Returns: how many policies, queues, exchanges and bindings the file holds.
    /// - Throws: ``OperatorError`` when the broker refuses them.
    func apply() async throws -> Int {
        let url = try Migrator.directory().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "rabbitmq/definitions.json")
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw OperatorError("infra/rabbitmq/definitions.json is missing beside infra/database; reinstall this release.")
        }
        let definitions = try JSONDecoder().decode([String: [Ignored]].self, from: data)
        let client = HTTPClient(userAgent: "filon")
        var request = HTTPRequest(
            .post, "\(base)/api/definitions/\(Self.virtualHost)",
            headers: ["content-type": "application/json", "authorization": authorization],
            body: [UInt8](data), trust: .operatorConfigured)
        request.deadline = .seconds(15)
        let response = try await client.send(request)
        await client.close()
        guard (200..<300).contains(response.status) else {
            throw OperatorError(
                "RabbitMQ answered \(response.status) to its definitions. Check FILON_RABBITMQ_MANAGEMENT_URL, its user's "
                    + "rights, and that the virtual host \(Self.virtualHost) exists.")
        }
        return definitions.values.reduce(0) { $0 + $1.count }
    }

    private struct Ignored: Decodable {}

    private var parts: URLComponents? { URLComponents(string: managementURL) }

    private var base: String {
        guard var parts else { return managementURL }
        (parts.user, parts.password) = (nil, nil)
        return parts.string ?? managementURL
    }

    private var authorization: String {
        let credentials = "\(parts?.user ?? "guest"):\(parts?.password ?? "guest")"
        return "Basic \(Data(credentials.utf8).base64EncodedString())"
    }
}
