import Synchronization

/// What came in, and how the collector is to misbehave.
final class SpanStore: Sendable {
    /// An answer in place of "taken".
    struct Fault: Sendable {
        var status = 503
        var retryAfter: String?
        var body = ""
        /// How many requests get it.
        var times = Int.max
        /// Nothing is answered until the client goes.
        var hangs = false
    }

    private struct State {
        var spans: [ReceivedSpan] = []
        var complaints: [String] = []
        var requests = 0
        var bytes = 0
        var headers: [[String: String]] = []
        var fault: Fault?
    }

    private let state = Mutex(State())

    var spans: [ReceivedSpan] { state.withLock { $0.spans } }
    /// What was not as OTLP wants it, a sentence each.
    var complaints: [String] { state.withLock { $0.complaints } }
    var requests: Int { state.withLock { $0.requests } }
    var bytes: Int { state.withLock { $0.bytes } }
    /// Of each request, names in lower case.
    var headers: [[String: String]] { state.withLock { $0.headers } }

    func misbehave(_ fault: Fault?) { state.withLock { $0.fault = fault } }

    func came(bytes: Int, headers: [String: String]) -> Fault? {
        state.withLock { state in
            state.requests += 1
            state.bytes += bytes
            if state.headers.count < 1000 { state.headers.append(headers) }
            guard var fault = state.fault, fault.times > 0 else { return nil }
            fault.times -= 1
            state.fault = fault
            return fault
        }
    }

    func keep(_ spans: [ReceivedSpan]) { state.withLock { $0.spans += spans } }

    func complain(_ text: String) { state.withLock { $0.complaints.append(text) } }
}
