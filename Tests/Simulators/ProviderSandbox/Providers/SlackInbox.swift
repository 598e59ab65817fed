import Foundation
import Synchronization

/// What was posted to the incoming webhook, latest last. Holds at most 10,000 messages; the oldest go first.
final class SlackInbox: Sendable {
    static let name = "slack"
    private let messages = Mutex<[String]>([])

    /// Takes a message, as Slack does: a JSON object with `text`, `blocks` or `attachments`.
    func receive(_ body: Data) -> (status: Int, text: String) {
        guard let document = try? JSONSerialization.jsonObject(with: body) as? [String: Any] else {
            return (400, "invalid_payload")
        }
        let hasContent = ["text", "blocks", "attachments"].contains { document[$0] != nil }
        guard hasContent else { return (400, "no_text") }
        messages.withLock { kept in
            kept.append(String(decoding: body, as: UTF8.self))
            if kept.count > 10_000 { kept.removeFirst(kept.count - 10_000) }
        }
        return (200, "ok")
    }

    /// The messages as one JSON array.
    var document: String { "[" + messages.withLock { $0 }.joined(separator: ",") + "]" }

    func clear() { messages.withLock { $0 = [] } }
}
