import Contracts

/// How the whole is, at one moment.
struct SystemStatus: Encodable, Sendable {
    struct Schema: Encodable, Sendable {
        let name: String
        let version: Int
        /// events that the broker has not confirmed
        let outbox: Int
        /// age of the oldest of them
        let outboxAgeSeconds: Int
        /// failed messages that wait for their next attempt
        let retries: Int
    }

    struct Queue: Encodable, Sendable {
        let name: String
        /// nil: there is no such queue
        let messages: Int?
        let consumers: Int?
    }

    /// How the broker's policies, exchanges and its queue `dead` compare with this release's.
    enum Broker: Encodable, Sendable {
        case unchecked
        /// empty: as they should be
        case differs([String])

        var differences: [String] { if case .differs(let list) = self { list } else { [] } }

        var text: String {
            switch self {
            case .unchecked: "not checked: FILON_RABBITMQ_MANAGEMENT_URL is not set"
            case .differs(let list): list.isEmpty ? "as this release sets them" : "\(list.count) DIFFER"
            }
        }

        /// null: not checked
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if case .differs(let list) = self { try container.encode(list) } else { try container.encodeNil() }
        }
    }

    let services: [ServiceHealth]
    let schemas: [Schema]
    let queues: [Queue]
    let broker: Broker
    /// by handler; those that nobody has decided about
    let deadLetters: [String: Int]

    /// What somebody should look at, for people.
    var complaints: [String] {
        let unready = services.filter { !$0.ready }.map { "\($0.service): \($0.missing.joined(separator: "; "))" }
        let absent = queues.filter { $0.messages == nil }.compactMap(absence)
        let settings = broker.differences.map { "broker: \($0); `filon migrate` sets it" }
        let unread = queues.filter { ($0.messages ?? 0) > 0 && $0.consumers == 0 }.map { queue in
            queue.name == Catalogue.deadQueue
                ? "queue dead: the broker gave up \(queue.messages ?? 0) messages"
                : "queue \(queue.name): nobody reads its \(queue.messages ?? 0) messages"
        }
        let late = schemas.filter { $0.outboxAgeSeconds > 60 }.map { schema in
            "\(schema.name): an event has waited \(schema.outboxAgeSeconds) s for the broker"
        }
        let dead = deadLetters.sorted { $0.key < $1.key }.map {
            "\($0.value) dead letters of \($0.key): `filon dead list`"
        }
        return unready + absent + settings + unread + late + dead
    }

    /// `filon migrate` makes them all; a service that is meant to run makes its own again when it starts.
    private func absence(_ queue: Queue) -> String? {
        if queue.name == Catalogue.deadQueue {
            return "queue dead: not there, so what the broker gives up would be lost; `filon migrate` makes it"
        }
        let service = services.first { queue.name.hasPrefix("\($0.service).") }
        return service.map { _ in "queue \(queue.name): not there; `filon migrate` makes it" }
    }

    var isWell: Bool { complaints.isEmpty }

    var text: String {
        var lines = services.map {
            TextTable.row([("service", 8), ($0.service, 24), ($0.ready ? "ready" : "NOT READY", 12)])
        }
        lines += schemas.map { schema in
            let state = "version \(schema.version), outbox \(schema.outbox), retries \(schema.retries)"
            return TextTable.row([("schema", 8), (schema.name, 24), (state, 60)])
        }
        lines += queues.map { queue in
            let state = queue.messages.map { "\($0) messages, \(queue.consumers ?? 0) readers" } ?? "not there"
            return TextTable.row([("queue", 8), (queue.name, 24), (state, 60)])
        }
        lines.append(TextTable.row([("broker", 8), ("policies", 24), (broker.text, 60)]))
        lines.append(isWell ? "All is well." : "Look at:")
        return (lines + complaints.map { "  " + $0 }).joined(separator: "\n")
    }
}
