import Foundation
import Scorecard

/// Measures the learner in this process, on leads drawn by hash, and writes one JSON object.
let fields = 20
let dice = SplitHash(seed: 42)

/// Twenty fields; four of them have thousands of values, so that some 14,000 are learnt.
func snapshot(_ row: Int) -> Snapshot {
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

func memory() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Double($0.split(separator: " ").dropFirst().first ?? "") }.map { $0 / 1024 } ?? .nan
}

let leads = (0..<20_000).map(snapshot)
let before = memory()
var learner = Learner()
for (row, lead) in leads.enumerated() { learner.learn(lead, learner.judge(lead), isWon: isWon(row)) }
let learnt = memory() - before

var spans: [Double] = []
var sum = 0.0
for lead in leads { spans.append(seconds { sum += learner.explain(lead).sum }) }
spans.sort()

var copy = learner
let judgements = leads.map { learner.judge($0) }
let update = seconds {
    for (row, lead) in leads.enumerated() { copy.learn(lead, judgements[row], isWon: isWon(row)) }
}

let outcomes = (0..<100_000).map { row in
    Outcome(
        id: "\(1_000_000 + row)",
        snapshot: leads[row % leads.count],
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
    "predict_explain_us": 1e6 * spans.reduce(0, +) / Double(spans.count),
    "predict_explain_p99_us": 1e6 * spans[spans.count * 99 / 100],
    "update_us": 1e6 * update / Double(leads.count),
    "replay_s": replay,
    // Resident memory that came with the learning.
    "memory_mib": learnt,
    "regression_s": regression,
    "checked": sum.isFinite ? 1 : 0,
]
let json = try JSONSerialization.data(withJSONObject: figures, options: .sortedKeys)
FileHandle.standardOutput.write(json + Data("\n".utf8))
