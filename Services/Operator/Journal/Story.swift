import Contracts
import Foundation
import Messaging

/// All that happened under one correlation id, as a tree: a message, who handled it, what they announced.
struct Story: Sendable {
    /// What a handler made of a message.
    struct Handling: Sendable {
        enum State: Sendable {
            case handled
            /// It failed and waits for its next attempt.
            case retrying(attempts: Int, error: String)
            case dead(letter: UUID, state: String, error: String)
        }

        let messageID: UUID
        let schema: String
        let handler: String
        let at: Date
        let state: State
    }

    let entries: [JournalEntry]
    let handlings: [Handling]

    /// Messages that nothing in the story caused, oldest first.
    var roots: [JournalEntry] {
        let known = Set(entries.map(\.envelope.messageID))
        return sorted(
            entries.filter { entry in
                let cause = entry.envelope.causationID
                return cause == entry.envelope.messageID || cause.map { !known.contains($0) } ?? true
            }
        )
    }

    /// From the first message to the last thing that happened, in seconds.
    var seconds: Double {
        let moments = entries.map(\.envelope.occurredAt) + handlings.map(\.at)
        guard let first = moments.min(), let last = moments.max() else { return 0 }
        return last.timeIntervalSince(first)
    }

    func handlings(of message: UUID) -> [Handling] {
        handlings.filter { $0.messageID == message }.sorted { ($0.at, $0.handler) < ($1.at, $1.handler) }
    }

    /// What was announced because of `message`; by the service of `schema`, or by those that left no trace of handling.
    func consequences(of message: UUID, by schema: String?) -> [JournalEntry] {
        let handlers = Set(handlings(of: message).map(\.schema))
        return sorted(
            entries.filter { entry in
                guard entry.envelope.causationID == message else { return false }
                return schema.map { entry.schema == $0 } ?? !handlers.contains(entry.schema)
            }
        )
    }

    private func sorted(_ entries: [JournalEntry]) -> [JournalEntry] {
        entries.sorted {
            ($0.envelope.occurredAt, $0.envelope.messageID.uuidString)
                < ($1.envelope.occurredAt, $1.envelope.messageID.uuidString)
        }
    }
}
