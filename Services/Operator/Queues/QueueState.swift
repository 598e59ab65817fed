import Contracts
import Foundation

/// A queue at one moment.
struct QueueState: Encodable, Sendable {
    let name: String
    let service: String
    /// nil: there is no such queue
    let messages: Int?
    /// delivered and not acknowledged; nil where only the broker's management knows
    let unacknowledged: Int?
    let consumers: Int?
    /// seconds since the oldest message that the service has neither handled nor kept was announced; nil: none
    let oldestSeconds: Double?
    /// a second, over the management's last samples; nil without it
    let publishedPerSecond: Double?
    let acknowledgedPerSecond: Double?
    let redeliveredPerSecond: Double?
    /// since the queue was made
    let redelivered: Int?
    /// failed messages of the service that wait for their next attempt
    let retries: Int
    let deadLetters: Int

    var line: String {
        func number(_ value: Int?) -> String { value.map(String.init) ?? "-" }
        func rate(_ value: Double?) -> String { value.map { String(format: "%.1f", $0) } ?? "-" }
        return TextTable.row([(name, 24)])
            + [
                (number(messages), 9), (number(unacknowledged), 8), (number(consumers), 8),
                (oldestSeconds.map(Story.span) ?? "-", 9), (rate(publishedPerSecond), 8),
                (rate(acknowledgedPerSecond), 8), (number(redelivered), 8), ("\(retries)", 8), ("\(deadLetters)", 6),
            ].map { TextTable.fit($0.0, $0.1, isNumber: true) }.joined()
    }

    static let header =
        TextTable.fit("queue", 24)
        + [
            ("messages", 9), ("unacked", 8), ("readers", 8), ("oldest", 9), ("in/s", 8), ("out/s", 8), ("again", 8),
            ("retries", 8), ("dead", 6),
        ].map { TextTable.fit($0.0, $0.1, isNumber: true) }.joined()
}

/// What RabbitMQ's management says of a queue (`GET /api/queues/<vhost>`).
struct ManagedQueue: Decodable, Sendable {
    struct Rate: Decodable, Sendable {
        let rate: Double?
    }

    struct Statistics: Decodable, Sendable {
        let publishDetails: Rate?
        let ackDetails: Rate?
        let redeliver: Int?
        let redeliverDetails: Rate?
    }

    let name: String
    let messages: Int?
    let messagesUnacknowledged: Int?
    let consumers: Int?
    let messageStats: Statistics?
}
