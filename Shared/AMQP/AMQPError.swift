/// What went wrong between this process and the broker. Carries no secret and nothing of a message.
public struct AMQPError: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Code: Sendable, Hashable {
        let name: String
        /// No node of the URL could be reached.
        public static let unreachable = Code(name: "unreachable")
        /// The certificate or the encryption was not acceptable.
        public static let tls = Code(name: "tls")
        /// The user, the virtual host or a permission was refused (403, 530).
        public static let refused = Code(name: "refused")
        /// An established connection is gone.
        public static let connectionLost = Code(name: "connection lost")
        /// The broker closed the channel or the connection with a reason (`replyCode`).
        public static let closedByBroker = Code(name: "closed by broker")
        /// The broker cancelled the subscription, most often because its queue was deleted.
        public static let consumerCancelled = Code(name: "consumer cancelled")
        /// An exchange or queue stands there with other arguments (406).
        public static let topologyMismatch = Code(name: "topology mismatch")
        /// No such exchange, queue or virtual host (404).
        public static let notFound = Code(name: "not found")
        /// No answer in time.
        public static let timeout = Code(name: "timeout")
        /// The broker's bytes make no sense.
        public static let protocolViolation = Code(name: "protocol violation")
        /// The URL or an argument cannot be used.
        public static let invalid = Code(name: "invalid")
        /// Used before `start` or after `close`.
        public static let closed = Code(name: "closed")
    }

    public let code: Code
    /// AMQP 0-9-1 reply code (406, 404 …), where the broker gave one.
    public let replyCode: Int?
    /// What was being done, naming the queue or exchange.
    public let operation: String
    /// The broker's or the library's own words.
    public let detail: String

    init(_ code: Code, _ operation: String, detail: String = "", replyCode: Int? = nil) {
        self.code = code
        self.operation = operation
        self.detail = detail
        self.replyCode = replyCode
    }

    /// Whether the same call may succeed later without anybody changing a setting.
    public var isRetriable: Bool {
        ![.topologyMismatch, .refused, .tls, .invalid, .closed].contains(code)
    }

    public var description: String {
        let number = replyCode.map { " \($0)" } ?? ""
        return "AMQP \(code.name)\(number): \(operation)" + (detail.isEmpty ? "" : " (\(detail))")
    }
}
