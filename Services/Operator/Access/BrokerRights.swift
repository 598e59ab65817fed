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
        let entries = Catalogue.entries
        let own = (Catalogue.queues + Catalogue.controlQueues).filter { $0.service == service }.map(\.name)
        // Who hears nothing reads nothing, not even the exchange to bind it.
        let bound = own.isEmpty ? [] : own + [Catalogue.exchange]
        user = service.brokerUser
        announces = Self.anyOf(entries.filter { $0.announcedBy.contains(service) }.map(\.type))
        hears = Self.anyOf(entries.filter { $0.heardBy.contains(service) }.map(\.type))
        configure = Self.anyOf(own)
        // What the operator runs again goes to one queue, through the nameless exchange.
        write = Self.anyOf(own + [Catalogue.exchange] + (service == .operator ? ["amq.default"] : []))
        read = Self.anyOf(bound + (service == .pipelineMonitor ? [Catalogue.deadQueue] : []))
    }

    private static func anyOf(_ names: [String]) -> String {
        guard !names.isEmpty else { return "^$" }
        return "^(" + names.sorted().map { $0.replacing(".", with: "\\.") }.joined(separator: "|") + ")$"
    }
}
