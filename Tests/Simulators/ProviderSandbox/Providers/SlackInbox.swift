import Foundation
import HTTPTypes
import Synchronization

/// What was posted to the incoming webhook, latest last. Holds at most 10,000 messages; the oldest go first.
final class SlackInbox: SimulatedProvider {
    static let name = "slack"

    var routes: [Route] {
        [
            Route(method: .post, path: "webhook") { asked in
                let (status, text) = self.receive(Data(asked.body))
                return .text(text, type: "text/plain", status: status)
            }
        ]
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .tooMany: .text("rate_limited", type: "text/plain", status: 429)
        case .status(let status): .text("simulated_failure", type: "text/plain", status: status)
        case .badKey, .expiredToken, .outOfCredits: .text("no_service", type: "text/plain", status: 404)
        }
    }

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
