/// What a collector said to some spans (opentelemetry.io/docs/specs/otlp, "OTLP/HTTP Response").
public enum SpanDelivery: Sendable, Equatable {
    /// 2xx; `rejected` of them are of no use to it.
    case taken(rejected: Int)
    /// 429, 502, 503, 504, or no answer: the same may be sent again, not before `after` if it says so.
    case later(after: Duration?, reason: String)
    /// Anything else: the same must not be sent again.
    case refused(reason: String)
}

/// Brings one request's bytes to a collector and tells what it said; ends when its task is cancelled.
public typealias SpanTransport = @Sendable (_ body: [UInt8]) async -> SpanDelivery
