import Foundation
import HTTPClient
import Migrations

/// The broker's settings that may change later: policies, the dead-letter exchange and its queue. They stand in one
/// definitions file (`infra/rabbitmq/definitions.json`) that RabbitMQ's management API imports whole.
struct BrokerDefinitions: Sendable {
    private let management: ManagementAPI

    /// - Parameters: as of ``ManagementAPI``.
    init(managementURL: String, brokerURL: String?) {
        management = ManagementAPI(url: managementURL, brokerURL: brokerURL)
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
                    + "changed by an import: delete it on the virtual host \(management.virtualHost), then migrate again."
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
        let path = "/api/definitions/\(management.virtualHost)"
        return try await management.ask(method, path, body: body, about: "definitions")
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
