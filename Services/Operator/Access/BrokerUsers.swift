import Contracts
import Foundation
import HTTPClient

/// The services' users at the broker, each with its own rights.
struct BrokerUsers: Sendable {
    private let management: ManagementAPI

    /// - Parameters: as of ``ManagementAPI``.
    init(managementURL: String, brokerURL: String?) {
        management = ManagementAPI(url: managementURL, brokerURL: brokerURL)
    }

    /// Makes each user, or gives it this password.
    func open(_ logins: [Credentials.Login]) async throws {
        for login in logins {
            let body = try JSONEncoder().encode(["password": login.password, "tags": ""])
            try await put("users/\(login.service.brokerUser)", body)
        }
    }

    /// Gives every user of a service that exists exactly its rights: those of the last release may be too few or too many.
    /// - Returns: how many there are.
    func grant() async throws -> Int {
        let users = try await services()
        for service in users {
            let rights = BrokerRights(of: service)
            let place = "\(management.virtualHost)/\(rights.user)"
            let broad = ["configure": rights.configure, "write": rights.write, "read": rights.read]
            try await put("permissions/\(place)", JSONEncoder().encode(broad))
            let keys = ["exchange": Catalogue.exchange, "write": rights.announces, "read": rights.hears]
            try await put("topic-permissions/\(place)", JSONEncoder().encode(keys))
        }
        return users.count
    }

    /// What the broker grants otherwise, one sentence each.
    func differences() async throws -> [String] {
        var found: [String] = []
        let host = management.virtualHost
        for service in try await services() {
            let rights = BrokerRights(of: service)
            let granted: [Grant] = try await list("users/\(rights.user)/permissions")
            let topics: [Grant] = try await list("users/\(rights.user)/topic-permissions")
            let expected = [
                Grant(vhost: host, exchange: nil, configure: rights.configure, write: rights.write, read: rights.read),
                Grant(
                    vhost: host,
                    exchange: Catalogue.exchange,
                    configure: nil,
                    write: rights.announces,
                    read: rights.hears
                ),
            ]
            if (granted + topics).filter({ $0.vhost == host }) != expected {
                found.append("the rights of user \(rights.user) differ")
            }
        }
        return found
    }

    private struct User: Decodable { let name: String }

    private struct Grant: Decodable, Equatable {
        let vhost: String
        let exchange: String?
        let configure: String?
        let write: String
        let read: String
    }

    private func services() async throws -> [ServiceName] {
        let users: [User] = try await list("users")
        let names = Set(users.map(\.name))
        return ServiceName.allCases.filter { names.contains($0.brokerUser) }
    }

    private func put(_ path: String, _ body: Data) async throws {
        _ = try await management.ask(.put, "/api/\(path)", body: [UInt8](body), about: "users")
    }

    private func list<T: Decodable>(_ path: String) async throws -> [T] {
        try JSONDecoder().decode([T].self, from: Data(try await management.ask(.get, "/api/\(path)", about: "users")))
    }
}
