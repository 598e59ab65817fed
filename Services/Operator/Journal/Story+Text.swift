import Contracts
import Foundation
import Messaging

extension Story {
    /// The tree, a line each; times are those that passed since the message above.
    var text: String {
        var lines = [
            "\(entries.count) messages, \(handlings.count) handlings, \(Self.span(seconds)) from first to last"
        ]
        var told: Set<UUID> = []
        for root in roots {
            tell(root, since: nil, indent: "", into: &lines, told: &told)
        }
        return lines.joined(separator: "\n")
    }

    private func tell(
        _ entry: JournalEntry,
        since cause: Date?,
        indent: String,
        into lines: inout [String],
        told: inout Set<UUID>
    ) {
        let envelope = entry.envelope
        let moment =
            cause.map { "+\(Self.span(envelope.occurredAt.timeIntervalSince($0)))" }
            ?? WireDate.text(envelope.occurredAt)
        let again = entry.repeats.map { "  repeats \($0.wireText)" } ?? ""
        lines.append("\(indent)\(envelope.type)  \(moment)  by \(entry.announcer), about \(envelope.subject)\(again)")
        // A message that is its own cause would never end; nothing of ours is, but bytes from outside may be.
        guard told.insert(envelope.messageID).inserted else { return }
        for handling in handlings(of: envelope.messageID) {
            let wait = Self.span(handling.at.timeIntervalSince(envelope.occurredAt))
            lines.append("\(indent)  → \(handling.handler)  +\(wait)\(Self.ending(handling.state))")
            for next in consequences(of: envelope.messageID, by: handling.schema) where isFirst(handling) {
                tell(next, since: envelope.occurredAt, indent: indent + "      ", into: &lines, told: &told)
            }
        }
        for next in consequences(of: envelope.messageID, by: nil) {
            tell(next, since: envelope.occurredAt, indent: indent + "      ", into: &lines, told: &told)
        }
    }

    /// Of two handlings by one service, the first stands for what it announced.
    private func isFirst(_ handling: Handling) -> Bool {
        handlings(of: handling.messageID).first { $0.schema == handling.schema }?.handler == handling.handler
    }

    private static func ending(_ state: Handling.State) -> String {
        switch state {
        case .handled: ""
        case .retrying(let attempts, let error): "  WAITS after \(attempts) attempts: \(error)"
        case .dead(let letter, let state, let error): "  DEAD (\(state)): \(error)  filon dead show \(letter.wireText)"
        }
    }

    /// `35 ms`, `1.2 s`, `3 min`.
    static func span(_ seconds: Double) -> String {
        switch seconds {
        case ..<0: "0 ms"
        case ..<1: "\(Int((seconds * 1000).rounded())) ms"
        case ..<120: "\((seconds * 10).rounded() / 10) s"
        default: "\(Int((seconds / 60).rounded())) min"
        }
    }

    /// As the tool prints it, flat; `causation_id` and `message_id` make the tree.
    struct Shown: Encodable {
        struct Handled: Encodable {
            let messageId: String
            let handler: String
            let at: String
            let afterMilliseconds: Int?
            let state: String
            let error: String?
            let deadLetter: String?
        }

        let correlationId: String
        let seconds: Double
        let messages: [JournalEntry.Shown]
        let handlings: [Handled]
    }

    func shown(_ correlation: UUID) -> Shown {
        let announced = Dictionary(
            entries.map { ($0.envelope.messageID, $0.envelope.occurredAt) },
            uniquingKeysWith: { first, _ in first }
        )
        let handled = handlings.map { handling in
            let (state, error, letter): (String, String?, UUID?) =
                switch handling.state {
                case .handled: ("handled", nil, nil)
                case .retrying(_, let error): ("retrying", error, nil)
                case .dead(let letter, let state, let error): (state == "open" ? "dead" : state, error, letter)
                }
            return Shown.Handled(
                messageId: handling.messageID.wireText,
                handler: handling.handler,
                at: WireDate.text(handling.at),
                afterMilliseconds: announced[handling.messageID].map {
                    Int((handling.at.timeIntervalSince($0) * 1000).rounded())
                },
                state: state,
                error: error,
                deadLetter: letter?.wireText
            )
        }
        return Shown(
            correlationId: correlation.wireText,
            seconds: seconds,
            messages: entries.map { $0.shown(withBody: false) },
            handlings: handled
        )
    }
}
