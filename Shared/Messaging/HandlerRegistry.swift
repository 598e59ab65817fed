public import Contracts

/// What a service hears and what it does on its own: one line per handler or job in its `main`.
public struct HandlerRegistry: Sendable {
    struct Queue: Sendable {
        let name: String
        var handlers: [String: ErasedHandler] = [:]
        /// The most that a handler on it asked for.
        var lookups = 1
    }

    public let service: ServiceName
    private(set) var queues: [Queue] = []
    public private(set) var schedules: [Schedule] = []
    private(set) var decisions: [any RecordedDecisions] = []

    public init(_ service: ServiceName) {
        self.service = service
    }

    /// Names of the queues, for people.
    public var queueNames: [String] { queues.map(\.name) }

    /// Types heard on any queue.
    public var types: [String] { queues.flatMap(\.handlers.keys).sorted() }

    /// Every handler by the type that it hears.
    var byType: [String: ErasedHandler] {
        Dictionary(queues.flatMap(\.handlers).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    public mutating func hear(_ handler: some MessageHandler, on queue: String? = nil) {
        add(ErasedHandler(handler), queue)
    }

    public mutating func hear(_ handler: some BatchHandler, on queue: String? = nil) {
        add(ErasedHandler(handler), queue)
    }

    /// - Parameter lookups: messages whose look outside runs at once; of handlers that share a queue the most holds.
    public mutating func hear(_ handler: some GatheringHandler, on queue: String? = nil, lookups: Int = 64) {
        let index = add(ErasedHandler(handler), queue)
        queues[index].lookups = max(queues[index].lookups, lookups)
    }

    public mutating func schedule(_ schedule: Schedule) {
        precondition(!schedules.contains { $0.name == schedule.name }, "two jobs are named \(schedule.name)")
        schedules.append(schedule)
    }

    /// Decisions that can be made again from what was recorded.
    public mutating func recall(_ recorded: some RecordedDecisions) {
        decisions.append(recorded)
    }

    /// A type heard twice on one queue, or a type that the catalogue does not let this service hear, is our mistake.
    @discardableResult
    private mutating func add(_ handler: ErasedHandler, _ queueName: String?) -> Int {
        let name = queueName ?? Catalogue.queue(of: service, hearing: handler.type)
        let hearers = Catalogue.entry(of: handler.type)?.heardBy ?? []
        precondition(hearers.contains(service), "the catalogue does not say that \(service) hears \(handler.type)")
        let index = queues.firstIndex { $0.name == name } ?? queues.endIndex
        if index == queues.endIndex { queues.append(Queue(name: name)) }
        precondition(queues[index].handlers[handler.type] == nil, "\(handler.type) has two handlers on \(name)")
        queues[index].handlers[handler.type] = handler
        return index
    }
}
