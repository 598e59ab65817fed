public import Foundation
public import MessagingSupport
public import TestSupport

/// As an operator opens a broker: queues, policies, and a user for each service with no more rights than it needs.
public enum BrokerOpening {
    /// - Parameters:
    ///   - services: binaries' names, `operator` for the tool's own user.
    ///   - folder: where the logins and the tool's output are put.
    public static func migrate(
        _ database: TestDatabase,
        _ vhost: TestVhost,
        _ services: [String],
        in folder: URL
    ) async throws {
        let credentials = folder.appendingPathComponent("credentials")
        try FileManager.default.createDirectory(at: credentials, withIntermediateDirectories: true)
        for service in services {
            let file = credentials.appendingPathComponent("broker_\(service)")
            try Data(vhost.url(user: "filon-\(service)").utf8).write(to: file)
        }
        let rights = [
            "FILON_DATABASE_URL": database.url, "FILON_AMQP_URL": vhost.url,
            "FILON_RABBITMQ_MANAGEMENT_URL": vhost.management,
        ]
        try await Tool.run(["migrate", "--credentials", credentials.path], rights, logs: folder)
    }
}
