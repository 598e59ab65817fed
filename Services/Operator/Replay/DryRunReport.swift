import Contracts
import Foundation
import Postgres

/// A dry run's outcomes of then and now, side by side.
struct DryRunReport: Encodable, Sendable {
    struct Change: Encodable, Sendable {
        let messageId: String
        let type: String
        let subject: String
        let then: String
        let now: String
        let differences: [OutcomeDiff.Difference]
    }

    let run: String
    let inputs: String
    let service: String?
    let selection: String
    let messages: Int
    let same: Int
    let changed: Int
    let skipped: Int
    /// Those that differ, in order; at most ``changesMax``.
    let changes: [Change]

    /// More than anybody reads; `changed` counts them all.
    static let changesMax = 10_000

    /// Reads the run's set page by page.
    static func make(of run: ReplayRun, _ context: OperatorContext) async throws -> DryRunReport {
        var (position, same, changed, skipped) = (0, 0, 0, 0)
        var changes: [Change] = []
        while true {
            let after = position
            let page = try await context.read { tx in
                try OutcomeStore.page(run.id, after: after, limit: 1_000, in: tx)
            }
            guard let last = page.last else { break }
            position = last.position
            for pair in page {
                guard pair.state != "skipped", let now = pair.now else {
                    skipped += 1
                    continue
                }
                let then = pair.then ?? .object(["kind": .string("unknown")])
                let diff = OutcomeDiff(then: then, now: now, since: run.requestedAt)
                guard !diff.differences.isEmpty else {
                    same += 1
                    continue
                }
                changed += 1
                guard changes.count < changesMax else { continue }
                changes.append(
                    Change(
                        messageId: pair.messageID.wireText,
                        type: pair.type,
                        subject: pair.subject,
                        then: summary(then),
                        now: summary(now),
                        differences: diff.differences
                    )
                )
            }
        }
        return DryRunReport(
            run: run.id.wireText,
            inputs: run.kind == .recorded ? "recorded" : "current",
            service: run.service?.rawValue,
            selection: run.selection,
            messages: same + changed + skipped,
            same: same,
            changed: changed,
            skipped: skipped,
            changes: changes
        )
    }

    /// `done, announcing lead.scored.v1`, `dead: sql_23505: …`, or a decision's members.
    static func summary(_ outcome: JSONValue) -> String {
        guard let kind = outcome["kind"]?.text else {
            let members = (outcome.members ?? [:]).sorted { $0.key < $1.key }
            return members.map { "\($0.key) \(text($0.value))" }.joined(separator: ", ")
        }
        let types = (outcome["events"]?.elements ?? []).compactMap { $0["type"]?.text }
        let reason = [outcome["class"]?.text, outcome["reason"]?.text].compactMap(\.self).joined(separator: ": ")
        var summary = kind
        if !types.isEmpty { summary += ", announcing \(types.joined(separator: ", "))" }
        if kind == "done", types.isEmpty { summary += ", announcing nothing" }
        if !reason.isEmpty { summary += ": \(reason)" }
        return summary
    }

    private static func text(_ value: JSONValue) -> String {
        value.text ?? String(decoding: (try? Wire.encode(value)) ?? [], as: UTF8.self)
    }

    var text: String {
        var lines: [String] = []
        for change in changes.prefix(200) {
            let about = change.subject.isEmpty ? change.messageId : change.subject
            lines.append("\(change.type)  \(about)")
            lines.append("  then  \(change.then)")
            lines.append("  now   \(change.now)")
            lines += change.differences.prefix(12).map { "    \($0.text)" }
            if change.differences.count > 12 { lines.append("    and \(change.differences.count - 12) more") }
        }
        if changes.count > 200 { lines.append("… \(changed - 200) more: --json shows them") }
        lines.append(
            "Dry run \(run): \(messages) looked at, \(same) as then, \(changed) otherwise"
                + (skipped > 0 ? ", \(skipped) skipped" : "") + ". Nothing was changed, announced or sent."
        )
        return lines.joined(separator: "\n")
    }
}
