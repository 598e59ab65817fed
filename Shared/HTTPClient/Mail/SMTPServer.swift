import Foundation

/// A mail server as the operator configured it.
public struct SMTPServer: Sendable {
    /// What to do on a `smtp://` connection before anything that matters is said. `smtps://` is encrypted anyway.
    public enum StartTLS: Sendable {
        case required
        /// Where the server offers it. With a user and password it is required all the same: whoever strips the
        /// offer would read the password.
        case whereOffered
        /// A server on the same machine, or one for tests.
        case never
    }

    /// `smtp://host:port` or `smtps://host:port` and nothing else: user and password have their own places.
    public var url: String
    public var user: String?
    public var password: String?
    public var startTLS: StartTLS
    /// The name said in EHLO; nil says the sender's domain, since strict servers refuse a container's host name.
    public var helloName: String?
    /// For one mail, from connecting to the server's word on it. At most one hour.
    public var deadline: Duration = .seconds(60)

    public init(url: String, user: String? = nil, password: String? = nil, startTLS: StartTLS = .whereOffered) {
        self.url = url
        self.user = user
        self.password = password
        self.startTLS = startTLS
    }

    /// Nil for an address that is not one of the two forms.
    var origin: Origin? {
        guard let origin = Origin(url, schemes: ["smtp", "smtps"]), let scheme = url.range(of: "://") else {
            return nil
        }
        var rest = url[scheme.upperBound...]
        if rest.hasSuffix("/") { rest.removeLast() }
        return rest.contains(where: { "/@?#;".contains($0) }) ? nil : origin
    }
}

/// The server took the mail over.
public struct SMTPReceipt: Sendable {
    public let replyCode: Int
    /// The server's own words, often its queue id; at most 200 characters.
    public let serverText: String
}
