import Foundation
import Scorecard

/// Measures the learner in this process, on leads drawn by hash, and writes one JSON object.
let dice = SplitHash(seed: 42)

/// Four fields have thousands of values, so that with twenty some 14,000 are learnt.
func snapshot(_ row: Int, fields: Int) -> Snapshot {
    var features: [Feature] = []
    for field in 0..<fields {
        let values = field < 4 ? 3_500.0 : 8
        features.append(Feature("field\(field)", "value\(Int(dice.unit(row * 32 + field) * values))"))
    }
    return Snapshot(features, offset: dice.unit(row * 32 + 30) - 0.5)
}

func isWon(_ row: Int) -> Bool { dice.unit(row * 32 + 31) < 0.3 }

func seconds(_ body: () -> Void) -> Double {
    let start = ContinuousClock.now
    body()
    let (whole, part) = (ContinuousClock.now - start).components
    return Double(whole) + Double(part) / 1e18
}

func currentMemory() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Double($0.split(separator: " ").dropFirst().first ?? "") }.map { $0 / 1024 } ?? .nan
}

/// A learner in use, by how many fields a lead has: up to sixteen their pairs are weighed, too.
struct Use {
    let leads: [Snapshot]
    /// MiB that came with the learning.
    let memory: Double
    /// Seconds of each lead, ascending.
    let judging: [Double]
    let checked: Bool
    /// Seconds an outcome.
    let update: Double

    init(fields: Int) {
        let leads = (0..<20_000).map { snapshot($0, fields: fields) }
        let before = currentMemory()
        var learner = Learner()
        for (row, lead) in leads.enumerated() { learner.learn(lead, learner.judge(lead), isWon: isWon(row)) }
        memory = currentMemory() - before
        var sum = 0.0
        judging = leads.map { lead in seconds { sum += learner.explain(lead).sum } }.sorted()
        checked = sum.isFinite
        let judgements = leads.map { learner.judge($0) }
        update =
            seconds {
                for (row, lead) in leads.enumerated() { learner.learn(lead, judgements[row], isWon: isWon(row)) }
            } / Double(leads.count)
        self.leads = leads
    }

    var mean: Double { judging.reduce(0, +) / Double(judging.count) }
    var ninetyNinth: Double { judging[judging.count * 99 / 100] }
}

let wide = Use(fields: 20)
let paired = Use(fields: 16)

let outcomes = (0..<100_000).map { row in
    Outcome(
        id: "\(1_000_000 + row)",
        snapshot: wide.leads[row % wide.leads.count],
        judgedAt: Int64(row),
        closedAt: Int64(row + 500),
        isWon: isWon(row)
    )
}
let replay = seconds { _ = Replay(outcomes, keepsServed: false) }

let rows = 36_000
let table = Table(
    names: (0..<16).map { "column\($0)" },
    columns: (0..<16).map { column in
        column < 7
            ? .numbers((0..<rows).map { dice.unit($0 * 16 + column) })
            : .words((0..<rows).map { "w\(Int(dice.unit($0 * 16 + column) * 6))" })
    }
)
let won = (0..<rows).map { dice.unit($0 * 16) + dice.unit($0 * 16 + 9) / 2 > 1.1 }
let regression = seconds { _ = BinnedRegression(table, won, rows: Array(0..<rows)) }

let figures: [String: Double] = [
    "predict_explain_us": 1e6 * wide.mean,
    "predict_explain_p99_us": 1e6 * wide.ninetyNinth,
    "update_us": 1e6 * wide.update,
    "paired_predict_explain_us": 1e6 * paired.mean,
    "paired_predict_explain_p99_us": 1e6 * paired.ninetyNinth,
    "paired_update_us": 1e6 * paired.update,
    "replay_s": replay,
    // Resident memory that came with the learning.
    "memory_mib": wide.memory,
    "regression_s": regression,
    "checked": wide.checked && paired.checked ? 1 : 0,
]
let json = try JSONSerialization.data(withJSONObject: figures, options: .sortedKeys)
FileHandle.standardOutput.write(json + Data("\n".utf8))
