/// What must stand in the broker before work begins: declared actively at every connect, so that a difference is
/// an error at once. Settings that may change later belong into policies, not here.
public struct AMQPTopology: Sendable, Equatable {
    public var exchanges: [Exchange]
    public var queues: [Queue]
    public var bindings: [Binding]

    public init(exchanges: [Exchange] = [], queues: [Queue] = [], bindings: [Binding] = []) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }

    public struct Exchange: Sendable, Equatable {
        public enum Kind: String, Sendable { case topic, direct, fanout, headers }
        public var name: String
        public var kind: Kind
        public var durable: Bool

        public init(_ name: String, kind: Kind = .topic, durable: Bool = true) {
            self.name = name
            self.kind = kind
            self.durable = durable
        }
    }

    public struct Queue: Sendable, Equatable {
        public var name: String
        public var durable: Bool
        public var arguments: [String: AMQPValue]

        public init(_ name: String, durable: Bool = true, arguments: [String: AMQPValue]) {
            self.name = name
            self.durable = durable
            self.arguments = arguments
        }

        /// Replicated and durable: what every queue of Filon is.
        public static func quorum(_ name: String, arguments: [String: AMQPValue] = [:]) -> Queue {
            Queue(name, arguments: arguments.merging(["x-queue-type": "quorum"]) { $1 })
        }
    }

    public struct Binding: Sendable, Equatable {
        public var exchange: String
        public var queue: String
        public var routingKey: String

        public init(exchange: String, queue: String, routingKey: String) {
            self.exchange = exchange
            self.queue = queue
            self.routingKey = routingKey
        }
    }
}
