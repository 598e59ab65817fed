import Contracts
import Foundation

/// What other rules would change, as scoring counted it.
struct RulesTrial: Encodable, Sendable {
    struct Count: Codable, Sendable {
        let leads: Int
        let up: Int
        let down: Int
        let firstThen: Int
        let firstNow: Int
    }

    struct Mover: Codable, Sendable {
        struct Line: Codable, Sendable {
            let rule: String
            let then: Int
            let now: Int
        }

        let lead: String
        let department: String
        let pointsThen: Int
        let pointsNow: Int
        let bandThen: String
        let bandNow: String
        let reasons: [Line]
    }

    struct Result: Codable, Sendable {
        let leads: Int
        let announced: Int
        let then: [String: Int]
        let now: [String: Int]
        let moves: [String: Int]
        let departments: [String: Count]
        let places: [String: Count]
        let movers: [Mover]
    }

    let id: String
    let ruleSet: String
    let result: Result

    /// Keys of maps are data: they stay as they are.
    private enum CodingKeys: String, CodingKey { case id, ruleSet, result }

    var text: String {
        let moved = result.moves.values.reduce(0, +)
        let bands = ["A", "B", "C", "D"].map { band in
            "  "
                + TextTable.row([
                    (band, 4), ("\(result.then[band] ?? 0)", 10), ("\(result.now[band] ?? 0)", 10),
                ])
        }
        let moves = result.moves.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        let head = [
            "Dry run of \(ruleSet): \(result.leads) leads, \(moved) would change band, \(result.announced) would be announced.",
            "  band then      now",
        ]
        return
            (head + bands + ["Moves: " + (moves.isEmpty ? "none" : moves.joined(separator: ", "))]
            + load("Load by department (scoring knows no owners), A and B then and now", result.departments)
            + load("Load by département", result.places) + movers).joined(separator: "\n")
    }

    private func load(_ title: String, _ counts: [String: Count]) -> [String] {
        let shown = counts.sorted { ($1.value.leads, $0.key) < ($0.value.leads, $1.key) }.prefix(15)
        return ["\(title):"]
            + shown.map { key, count in
                "  "
                    + TextTable.row([
                        (key, 16), ("\(count.leads) leads", 14), ("\(count.firstThen) → \(count.firstNow)", 18),
                        ("\(count.up) up, \(count.down) down", 24),
                    ])
            } + (counts.count > 15 ? ["  … \(counts.count - 15) more"] : [])
    }

    private var movers: [String] {
        guard !result.movers.isEmpty else { return [] }
        return ["Largest changes:"]
            + result.movers.prefix(10).map { mover in
                let reasons = mover.reasons.prefix(3).map { "\($0.rule) \($0.then)→\($0.now)" }
                return
                    "  \(mover.lead)  \(mover.pointsThen) (\(mover.bandThen)) → \(mover.pointsNow) (\(mover.bandNow))  "
                    + reasons.joined(separator: ", ")
            }
    }
}
