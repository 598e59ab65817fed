/// Why no response arrived.
///
/// The description names the host and the code only: no path, query, header or body, since those may hold
/// personal data or a token.
public struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case badURL, badHeader
        /// The host leads to a private, loopback, link-local or otherwise special address.
        case refusedAddress
        /// A redirect that would carry a body to another origin, or leads to something else than http(s).
        case refusedRedirect
        case tooManyRedirects
        case dns, connect
        /// No TLS session came about.
        case tls
        /// The peer's certificate is not to be trusted, or our own set of authorities cannot be read.
        case certificate
        /// The deadline passed, or connecting took too long.
        case timeout
        /// Bytes came too slowly for too long.
        case stalled
        /// The connection ended before the response did.
        case cut
        /// The reply is not HTTP, or its content encoding is broken.
        case malformed
        case tooLarge, headersTooLarge
        case cancelled
        /// The client was closed.
        case closed
        /// The task is a `Rehearsal`: nothing may leave.
        case rehearsal
        /// Too many requests wait for a slot.
        case overloaded
        /// libcurl could not be set up: memory, descriptors.
        case local
    }

    public let code: Code
    public let host: String
    /// libcurl's result code, 0 where the decision was ours.
    public let underlying: Int
    /// The request went out at least in part and is not repeatable: the other side may have acted on it.
    public let perhapsSent: Bool

    init(_ code: Code, host: String, underlying: Int = 0, perhapsSent: Bool = false) {
        self.code = code
        self.host = host
        self.underlying = underlying
        self.perhapsSent = perhapsSent
    }

    /// Whether another attempt may succeed and can double nothing.
    public var isRetriable: Bool {
        guard !perhapsSent else { return false }
        return switch code {
        case .dns, .connect, .tls, .timeout, .stalled, .cut, .closed, .overloaded, .local: true
        default: false
        }
    }

    public var description: String {
        let cause = underlying == 0 ? "" : " (curl \(underlying))"
        return "http \(code.rawValue) at \(host.isEmpty ? "an unreadable address" : host)\(cause)"
    }
}
