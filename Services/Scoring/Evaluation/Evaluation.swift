import Scorecard

/// Runs the learner on outcomes that are known, so that it never sees what it foretells.
///
/// `random` and `time` measure the regression that reads a whole log at once, on rows it was not given. `prequential`
/// measures what serves: twenty blocks in the order of time, each foretold with what the blocks before the last one
/// taught, so that labels come late as they do in life.
struct Evaluation {
    struct Result {
        var run: EvaluationSpec.Run
        var foretold: [(row: Int, scored: Scored)]
        /// Mean over blocks of the area under the ROC curve; only of blocks, since a rate that drifts flatters it.
        var aucWithinBlocks: Double?
    }

    let table: Table
    let isWon: [Bool]
    /// The earliest first.
    let order: [Int]
    /// By row, in points; empty without rules.
    let rules: [Double]

    static let blocks = 20
    /// Points of the rules that are one logit of the prior.
    private static let pointsPerLogit = 20.0
    private static let streamingBins = 5

    func result(of run: EvaluationSpec.Run) -> Result {
        switch run {
        case .random:
            let dice = SplitHash(seed: 1610)
            let test = isWon.indices.filter { dice.unit($0) < 0.2 }
            return split(run, train: isWon.indices.filter { dice.unit($0) >= 0.2 }, test)
        case .time:
            let count = isWon.count * 4 / 5
            return split(run, train: Array(order.prefix(count)), Array(order.dropFirst(count)))
        case .prequential: return prequential()
        }
    }

    private func split(_ run: EvaluationSpec.Run, train: [Int], _ test: [Int]) -> Result {
        let model = BinnedRegression(table, isWon, rows: train)
        return Result(
            run: run,
            foretold: test.map { ($0, Scored(model.probability(table, row: $0), isWon: isWon[$0])) }
        )
    }

    private func prequential() -> Result {
        let snapshots = snapshots()
        let count = order.count
        let outcomes = order.indices.map { place in
            let block = Int64(place * Self.blocks / count)
            return Outcome(
                id: Self.name(place),
                snapshot: snapshots[place],
                judgedAt: 2 * block,
                closedAt: 2 * block + 1,
                isWon: isWon[order[place]]
            )
        }
        let replay = Replay(outcomes)
        var foretold: [(row: Int, scored: Scored)] = []
        var blocks = [[Scored]](repeating: [], count: Self.blocks)
        for (outcome, judgement) in replay.served where outcome.judgedAt > 0 {
            let scored = Scored(judgement.probability, isWon: outcome.isWon)
            foretold.append((order[Int(outcome.id) ?? 0], scored))
            blocks[Int(outcome.judgedAt / 2)].append(scored)
        }
        let within = blocks.compactMap { Quality($0)?.auc }
        return Result(
            run: .prequential,
            foretold: foretold,
            aucWithinBlocks: within.isEmpty ? nil : within.reduce(0, +) / Double(within.count)
        )
    }

    /// Sorts as the place does.
    private static func name(_ place: Int) -> String {
        let digits = String(place)
        return String(repeating: "0", count: 10 - digits.count) + digits
    }

    /// In the order of time; bins and the rules' mean are fixed on the first rows, whose outcomes nobody looked at.
    private func snapshots() -> [Snapshot] {
        let first = order.prefix(max(200, order.count / 20))
        var features = [[Feature]](repeating: [], count: order.count)
        for (name, column) in zip(table.names, table.columns) {
            switch column {
            case .words(let words):
                for (place, row) in order.enumerated() { features[place].append(Feature(name, words[row])) }
            case .numbers(let numbers):
                let bins = Bins(first.map { numbers[$0] }, count: Self.streamingBins)
                for (place, row) in order.enumerated() {
                    features[place].append(Feature(name, bins.bin(numbers[row]).map { "#\($0)" }))
                }
            }
        }
        let mean = rules.isEmpty ? 0 : first.reduce(0) { $0 + rules[$1] } / Double(first.count)
        return order.enumerated().map { place, row in
            Snapshot(features[place], offset: rules.isEmpty ? 0 : (rules[row] - mean) / Self.pointsPerLogit)
        }
    }
}
