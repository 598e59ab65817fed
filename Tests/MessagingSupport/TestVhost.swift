public import Foundation
import FoundationNetworking
import TestSupport

/// A virtual host of its own on the private RabbitMQ, so that tests neither see nor disturb each other.
public struct TestVhost: Sendable {
    public let name: String
    /// amqp:// address of the virtual host.
    public let url: String
    /// Of the broker's administrator.
    public let management: String

    /// One for all users of services at brokers of tests, which virtual hosts share.
    public static let password = "filon-test-only"

    /// The address with which `user` logs in.
    public func url(user: String) -> String {
        guard let scheme = url.range(of: "://"), let at = url.firstIndex(of: "@") else { return url }
        return url[..<scheme.upperBound] + "\(user):\(Self.password)" + url[at...]
    }

    /// - Throws: ``ServerEnvironment``'s error where no server runs; else what the management API answered.
    public static func make() async throws -> TestVhost {
        let name = "test-\(UUID().uuidString.lowercased().prefix(12))"
        let amqp = try ServerEnvironment.amqpURL()
        let management = try ServerEnvironment.managementURL()
        guard let slash = amqp.lastIndex(of: "/") else {
            throw Refused(text: "FILON_TEST_AMQP_URL has no virtual host")
        }
        let vhost = TestVhost(name: name, url: amqp[...slash] + name, management: management)
        try await vhost.call("PUT", "/api/vhosts/\(name)", "{}")
        let user = URLComponents(string: management)?.user ?? "guest"
        try await vhost.call(
            "PUT",
            "/api/permissions/\(name)/\(user)",
            #"{"configure":".*","write":".*","read":".*"}"#
        )
        return vhost
    }

    public func drop() async {
        _ = try? await call("DELETE", "/api/vhosts/\(name)", nil)
    }

    /// One call of the management API under this virtual host's broker.
    @discardableResult
    public func call(_ method: String, _ path: String, _ body: String?) async throws -> Data {
        guard var parts = URLComponents(string: management) else { throw Refused(text: "bad management URL") }
        let credentials = "\(parts.user ?? ""):\(parts.password ?? "")"
        (parts.user, parts.password) = (nil, nil)
        guard let base = parts.string, let url = URL(string: base + path) else { throw Refused(text: "bad path") }
        var request = URLRequest(url: url, timeoutInterval: 60)
        request.httpMethod = method
        request.setValue("Basic \(Data(credentials.utf8).base64EncodedString())", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body.map { Data($0.utf8) }
        var attempts = 0
        while true {
            let (data, response) = try await URLSession.shared.data(for: request)
            let status = (response as? HTTPURLResponse)?.statusCode ?? 0
            if (200..<300).contains(status) { return data }
            attempts += 1
            // Where the management has too much to do, it says 500 for a while.
            guard status >= 500, attempts < 5 else { throw Refused(text: "\(method) \(path) answered \(status)") }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    struct Refused: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }
}
