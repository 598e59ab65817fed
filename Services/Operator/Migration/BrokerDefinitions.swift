import Foundation
import HTTPClient
import Migrations

/// The broker's settings that may change later: policies, the dead-letter exchange and its queue. They stand in one
/// definitions file (`infra/rabbitmq/definitions.json`) that RabbitMQ's management API imports whole.
struct BrokerDefinitions: Sendable {
    private let base: String
    private let authorization: String
    private let virtualHost: String

    /// - Parameters:
    ///   - managementURL: `http://user:password@host:15672`.
    ///   - brokerURL: the services' address, whose path is the virtual host; `filon` without one.
    init(managementURL: String, brokerURL: String?) {
        var parts = URLComponents(string: managementURL)
        let credentials = "\(parts?.user ?? "guest"):\(parts?.password ?? "guest")"
        authorization = "Basic \(Data(credentials.utf8).base64EncodedString())"
        parts?.user = nil
        parts?.password = nil
        base = parts?.string ?? managementURL
        let first = brokerURL?.split(separator: ",").first.map(String.init)
        let path = first.flatMap { URLComponents(string: $0)?.percentEncodedPath.dropFirst() } ?? ""
        virtualHost = path.isEmpty ? "filon" : String(path)
    }

    /// - Returns: how many policies, queues, exchanges and bindings the file holds.
    /// - Throws: ``OperatorError`` when the broker refuses them, or keeps what stood there before.
    func apply() async throws -> Int {
        let data = try Self.file()
        _ = try await ask(.post, body: [UInt8](data))
        let differences = try await differences()
        guard differences.isEmpty else {
            throw OperatorError(
                "RabbitMQ keeps other settings: \(differences.joined(separator: "; ")). What exists already is not "
                    + "changed by an import: delete it on the virtual host \(virtualHost), then migrate again."
            )
        }
        return try JSONDecoder().decode(BrokerSettings.self, from: data).count
    }

    /// What differs on the broker from the file, one sentence each.
    func differences() async throws -> [String] {
        let wanted = try JSONDecoder().decode(BrokerSettings.self, from: Self.file())
        let found = try await JSONDecoder().decode(BrokerSettings.self, from: Data(ask(.get, body: [])))
        return wanted.differences(from: found)
    }

    private func ask(_ method: HTTPMethod, body: [UInt8]) async throws -> [UInt8] {
        var request = HTTPRequest(
            method,
            "\(base)/api/definitions/\(virtualHost)",
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
                "RabbitMQ answered \(response.status) about its definitions. Check FILON_RABBITMQ_MANAGEMENT_URL, its "
                    + "user's rights, and that the virtual host \(virtualHost) exists."
            )
        }
        return response.body
    }

    private static func file() throws -> Data {
        let infra = try Migrator.directory().deletingLastPathComponent().deletingLastPathComponent()
        let url = infra.appending(path: "rabbitmq/definitions.json")
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw OperatorError(
                "infra/rabbitmq/definitions.json is missing beside infra/database; reinstall this release."
            )
        }
        return data
    }
}
