import Contracts
import Foundation

/// A score of a moment beside what comes of it when scoring makes it again of the inputs, the rules and the model that it
/// names.
struct Proof: Encodable, Sendable {
    /// As it was written down.
    struct Then: Codable, Sendable {
        let version: Int64
        let computedAt: Date
        let points: Int
        let band: String
        let urgency: String
        let rules: String
        let model: String?
        let chanceBasisPoints: Int?
        let exclusion: String?
        let causes: [UUID]
        let digest: String?
    }

    struct Line: Codable, Sendable {
        let rule: String
        let points: Int
        let input: String
        let source: String?
        let date: String?
        let text: String
        let english: String?
    }

    /// As it comes out now.
    struct Now: Codable, Sendable {
        /// What it cannot be made of any more: `inputs`, `rules`, `model`, `digest`.
        let gone: [String]
        let points: Int?
        let band: String?
        let urgency: String?
        let chanceBasisPoints: Int?
        let lines: [Line]
        let digest: String?
    }

    /// `identical`: to the byte; `alike`: in all that was kept, where a word's proof or the model is gone; `different`;
    /// `gone`: it cannot be made again.
    enum Verdict: String, Encodable, Sendable { case identical, alike, different, gone }

    let verdict: Verdict
    let then: Then
    let now: Now
    /// Type of each cause that the journal still has, by its id.
    let causes: [String: String]

    init(then: Then, now: Now, causes: [String: String]) {
        (self.then, self.now, self.causes) = (then, now, causes)
        if now.points == nil {
            verdict = .gone
        } else if (then.points, then.band, then.urgency) != (now.points, now.band, now.urgency)
            || then.chanceBasisPoints != now.chanceBasisPoints || (then.digest != nil && then.digest != now.digest)
        {
            verdict = .different
        } else {
            verdict = now.gone.isEmpty ? .identical : .alike
        }
    }

    var text: String { (head + lines + [judgement]).joined(separator: "\n") }

    private var head: [String] {
        let place = then.exclusion.map { "excluded (\($0))" } ?? "\(then.points), band \(then.band), \(then.urgency)"
        var head = ["Score \(then.version) of \(WireDate.text(then.computedAt)): \(place), by \(then.rules)"]
        if let chance = then.chanceBasisPoints {
            head.append("  \(chance / 100) % likely to close, by model \(then.model ?? "unknown")")
        }
        let named = then.causes.map { id in
            let text = id.wireText
            return "\(causes[text] ?? "a look at every lead, or a message that the journal has no more") \(text)"
        }
        return head + named.map { "  made at \($0)" }
    }

    private var lines: [String] {
        now.lines.map { line in
            let points = TextTable.fit((line.points > 0 ? "+" : "") + String(line.points), 5, isNumber: true)
            return "  \(points)  \(line.text)"
        }
    }

    private var judgement: String {
        switch verdict {
        case .identical: return "Made again: the same to the byte."
        case .alike: return "Made again: the same in all that can be compared; gone: \(gone)."
        case .different:
            var changes: [String] = []
            if then.points != now.points {
                changes.append("points \(then.points) → \(now.points.map(String.init) ?? "?")")
            }
            if then.band != now.band { changes.append("band \(then.band) → \(now.band ?? "?")") }
            if then.urgency != now.urgency { changes.append("urgency \(then.urgency) → \(now.urgency ?? "?")") }
            if then.chanceBasisPoints != now.chanceBasisPoints {
                changes.append(
                    "chance \(Self.percent(then.chanceBasisPoints)) → \(Self.percent(now.chanceBasisPoints))"
                )
            }
            if changes.isEmpty { changes.append("some word of its lines") }
            return "Made again: DIFFERENT: \(changes.joined(separator: ", "))."
        case .gone: return "Cannot be made again; gone: \(gone)."
        }
    }

    private var gone: String {
        let words = [
            "inputs": "what the rules saw", "rules": "the rules \(then.rules)",
            "model": "the model \(then.model ?? "")", "digest": "the proof of each word",
        ]
        return now.gone.map { words[$0] ?? $0 }.joined(separator: ", ")
    }

    private static func percent(_ basisPoints: Int?) -> String { basisPoints.map { "\($0 / 100) %" } ?? "none" }
}
