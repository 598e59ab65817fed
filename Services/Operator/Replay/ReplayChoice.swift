import Contracts
import Foundation

/// What a selection comes to before anything is done: what would run, and what cannot, with the reason.
struct ReplayChoice: Sendable {
    let messages: [FrozenMessage]
    /// Reason → number.
    let skipped: [String: Int]

    init(entries: [JournalEntry], for service: ServiceName, isNew: Bool, obstacles: Obstacles) {
        var messages: [FrozenMessage] = []
        var skipped: [String: Int] = [:]
        for entry in entries {
            if let reason = obstacles.of(entry, in: service) {
                skipped[reason, default: 0] += 1
            } else {
                messages.append(FrozenMessage(entry: entry, service: service, isNew: isNew))
            }
        }
        (self.messages, self.skipped) = (messages, skipped)
    }

    init(letters: [Letter], erasures: Obstacles) {
        var messages: [FrozenMessage] = []
        var skipped: [String: Int] = [:]
        for letter in letters {
            let obstacle =
                letter.obstacle
                ?? erasures.erasure(subject: "", company: letter.companyID, at: letter.firstFailedAt)
            if let obstacle {
                skipped[obstacle, default: 0] += 1
            } else if let service = ServiceName(rawValue: letter.service) {
                messages.append(FrozenMessage(letter: letter, service: service))
            }
        }
        (self.messages, self.skipped) = (messages, skipped)
    }

    struct Shown: Encodable {
        let messages: Int
        let types: [String: Int]
        let skipped: [String: Int]
    }

    var shown: Shown { Shown(messages: messages.count, types: types, skipped: skipped) }

    private var types: [String: Int] { Dictionary(messages.map { ($0.type, 1) }, uniquingKeysWith: +) }

    var text: String {
        var lines = ["\(messages.count) messages would run"]
        lines += types.sorted { $0.key < $1.key }.map { "  \($0.value) \($0.key)" }
        if let first = messages.map(\.occurredAt).min(), let last = messages.map(\.occurredAt).max() {
            lines.append("  from \(WireDate.text(first)) to \(WireDate.text(last))")
        }
        if !skipped.isEmpty {
            lines.append("\(skipped.values.reduce(0, +)) cannot")
            lines += skipped.sorted { $0.value > $1.value }.prefix(20).map { "  \($0.value): \($0.key)" }
        }
        return lines.joined(separator: "\n")
    }
}
