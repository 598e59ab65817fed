import AMQP
import Contracts

/// What a service may do at the broker and no more: declare and read its own queues, bind them to what it hears, and
/// publish what it announces (rabbitmq.com/docs/access-control; patterns are regular expressions over whole names).
struct BrokerRights: Sendable, Equatable {
    let user: String
    let configure: String
    let write: String
    let read: String
    /// For routing keys of the exchange that all share: what it may publish, and what it may bind.
    let announces: String
    let hears: String

    init(of service: ServiceName) {
        user = Self.user(of: service)
        let entries = Catalogue.entries
        let own = Catalogue.queues + Catalogue.controlQueues
        let queues = own.filter { $0.service == service }.map(\.name).sorted()
        announces = Self.anyOf(entries.filter { $0.announcedBy.contains(service) }.map(\.type))
        hears = Self.anyOf(entries.filter { $0.heardBy.contains(service) }.map(\.type))
        configure = Self.anyOf(queues)
        switch service {
        // Empties what the broker gives up (`dead`), and declares nothing there: `filon migrate` does.
        case .pipelineMonitor:
            write = Self.anyOf(queues + [Catalogue.exchange])
            read = Self.anyOf(queues + [Catalogue.exchange, Self.deadQueue])
        // Sends what runs again to one queue, which goes through the nameless exchange.
        case .operator:
            write = Self.anyOf([Catalogue.exchange, "amq.default"])
            read = Self.nothing
        default:
            write = Self.anyOf(queues + [Catalogue.exchange])
            read = Self.anyOf(queues + [Catalogue.exchange])
        }
    }

    /// The name that a service's user has, `filon-scoring`.
    static func user(of service: ServiceName) -> String {
        service == .operator ? "filon-operator" : "filon-\(service.rawValue)"
    }

    private static let deadQueue = "dead"
    private static let nothing = "^$"

    private static func anyOf(_ names: [String]) -> String {
        names.isEmpty
            ? nothing : "^(" + names.sorted().map { $0.replacing(".", with: "\\.") }.joined(separator: "|") + ")$"
    }
}
