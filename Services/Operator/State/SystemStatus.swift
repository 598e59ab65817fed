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

    let services: [ServiceHealth]
    let schemas: [Schema]
    let queues: [Queue]
    /// by handler; those that nobody has decided about
    let deadLetters: [String: Int]

    /// What somebody should look at, for people.
    var complaints: [String] {
        let unready = services.filter { !$0.ready }.map { "\($0.service): \($0.missing.joined(separator: "; "))" }
        let unread = queues.filter { ($0.messages ?? 0) > 0 && $0.consumers == 0 }.map { queue in
            queue.name == "dead"
                ? "queue dead: the broker gave up \(queue.messages ?? 0) messages"
                : "queue \(queue.name): nobody reads its \(queue.messages ?? 0) messages"
        }
        let late = schemas.filter { $0.outboxAgeSeconds > 60 }.map { schema in
            "\(schema.name): an event has waited \(schema.outboxAgeSeconds) s for the broker"
        }
        let dead = deadLetters.sorted { $0.key < $1.key }.map {
            "\($0.value) dead letters of \($0.key): `filon dead list`"
        }
        return unready + unread + late + dead
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
        lines.append(isWell ? "All is well." : "Look at:")
        return (lines + complaints.map { "  " + $0 }).joined(separator: "\n")
    }
}
