import Contracts
import Foundation

/// What the services log in with, read from a folder of files that hold one address each: `database_<service>` and
/// `broker_<service>`, as the services themselves read them (`FILON_DATABASE_URL_FILE`, `FILON_AMQP_URL_FILE`).
struct Credentials: Sendable {
    struct Login: Sendable, Equatable {
        let service: ServiceName
        let password: String
    }

    let databases: [Login]
    let brokers: [Login]

    /// - Throws: ``OperatorError`` for a folder without any of these, a file that is no address, or one whose user is not
    ///   the service's.
    init(_ folder: String) throws {
        databases = try Self.logins("database", in: folder) { $0.databaseRole }
        brokers = try Self.logins("broker", in: folder) { $0.brokerUser }
        guard !databases.isEmpty || !brokers.isEmpty else {
            throw OperatorError(
                "\(folder) holds no file database_<service> or broker_<service>, e.g. database_scoring with "
                    + "postgresql://filon_scoring:PASSWORD@host/filon in it."
            )
        }
    }

    /// The operator's own are called `database_operator` and `broker_operator`.
    private static func logins(
        _ kind: String,
        in folder: String,
        user: (ServiceName) -> String
    ) throws -> [Login] {
        try ServiceName.allCases.compactMap { service in
            let name = "\(kind)_\(service.loginName)"
            let path = "\(folder)/\(name)"
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw OperatorError("\(name) cannot be read; check the permissions of \(folder).")
            }
            let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            // Of several nodes the first says who logs in.
            guard let first = text.split(separator: ",").first, let parts = URLComponents(string: Self.head(first)),
                let found = parts.user, let password = parts.password, !password.isEmpty
            else { throw OperatorError("\(name) holds no address with a user and a password.") }
            guard found == user(service) else {
                throw OperatorError("\(name) names the user \(found); \(service.rawValue)'s is \(user(service)).")
            }
            return Login(service: service, password: password)
        }
    }

    /// Without what libpq and RabbitMQ allow behind the host and a URL does not.
    private static func head(_ text: Substring) -> String {
        guard let at = text.lastIndex(of: "@") else { return String(text) }
        return text[...at] + "host"
    }
}
