/// A complete response. Any status is a response: only what kept one from arriving is an ``HTTPError``.
public struct HTTPResponse: Sendable {
    public let status: Int
    public let headers: HTTPHeaders
    /// Decoded (gzip, deflate).
    public let body: [UInt8]
    /// What `Retry-After` asks for, counted from now; nil without the header or when it cannot be read.
    public let retryAfter: Duration?
    public let timings: HTTPTimings
}

/// Where the time of a transfer went; every span is counted from its start, zero for a step that did not happen.
public struct HTTPTimings: Sendable {
    public let resolved: Duration
    public let connected: Duration
    public let secured: Duration
    public let firstByte: Duration
    public let total: Duration
    /// Whether the transfer found a kept-alive connection.
    public let reusedConnection: Bool
}
