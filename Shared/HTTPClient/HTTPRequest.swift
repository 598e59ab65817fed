/// A request method; the raw value is what goes over the wire.
public enum HTTPMethod: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether doing it twice leaves what doing it once leaves (RFC 9110, section 9.2.2).
    var isIdempotent: Bool { self != .post && self != .patch }
}

/// A body that is read as it is sent, once: such a request is never sent again, nor redirected.
public struct HTTPUpload: Sendable {
    /// Bytes in all, if known; else the body goes in chunks (RFC 9112, section 7.1).
    public var length: Int?
    /// Fills the buffer from its beginning and returns how many bytes; 0 ends the body, nil breaks the request off.
    ///
    /// Called on the client's own thread, where no other request moves meanwhile: a client for an upload is for it alone.
    public var read: @Sendable (UnsafeMutableRawBufferPointer) -> Int?

    public init(length: Int? = nil, read: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Int?) {
        self.length = length
        self.read = read
    }
}

/// One request and the limits within which it must be answered.
public struct HTTPRequest: Sendable {
    /// Where the address comes from, which decides what it may point at.
    public enum Trust: Sendable {
        /// The base URL stands in the configuration: any address is allowed, also a private one.
        case operatorConfigured
        /// Anything else (data, a redirect to another origin): only public addresses are connected to.
        case untrusted
    }

    public var method: HTTPMethod
    /// Absolute, `http` or `https`, already percent-encoded (see ``RequestURL``); at most 8 KiB.
    public var url: String
    public var headers: HTTPHeaders
    public var body: [UInt8]?
    /// Where a body comes from that is too large for memory; in place of `body`.
    public var upload: HTTPUpload?
    public var trust: Trust

    /// From the call of `send` to the last byte, waiting for a free slot and all redirects included. At most one hour.
    public var deadline: Duration = .seconds(10)
    /// How long a connected transfer may stay under 32 bytes a second, the wait for the first byte included.
    /// Whole seconds, at least one.
    public var stallLimit: Duration = .seconds(8)
    /// Of the decoded body; a small gzip body that unfolds beyond it is refused on the way.
    public var maximumBodyBytes = 4 << 20
    /// How many redirects are followed (at most 20); at 0 the 3xx itself is the response.
    public var followRedirects = 0
    /// A redirect that leaves the origin (but for its own move to https) fails as `refusedRedirect`: for requests whose
    /// answer counts only where it comes from, and for those that carry a secret in their address.
    public var staysAtOrigin = false
    /// Asked with the absolute address of each redirect before it is followed; at false the request fails as
    /// `refusedRedirect`. For those who promised somebody's robots.txt more than the first address.
    public var mayFollow: @Sendable (String) -> Bool = { _ in true }
    /// Whether the request may be sent again on another connection when a kept-alive one turns out dead.
    /// By default what the method says; a POST that carries an idempotency key may say true.
    public var isRepeatable: Bool

    public init(
        _ method: HTTPMethod,
        _ url: String,
        headers: HTTPHeaders = [:],
        body: [UInt8]? = nil,
        trust: Trust = .untrusted
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.trust = trust
        self.isRepeatable = method.isIdempotent
    }
}
