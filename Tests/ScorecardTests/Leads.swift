import Scorecard

/// Leads drawn by hash, whose outcomes follow known odds.
struct Leads {
    private let dice: SplitHash

    init(seed: UInt64) { dice = SplitHash(seed: seed) }

    /// Six fields of few values, of which two matter.
    func snapshot(_ row: Int) -> Snapshot {
        var features: [Feature] = []
        for field in 0..<6 { features.append(Feature("f\(field)", "v\(Int(dice.unit(row * 16 + field) * 4))")) }
        return Snapshot(features, offset: (dice.unit(row * 16 + 8) - 0.5) * 2)
    }

    func outcome(_ row: Int, closes delay: Int = 5) -> Outcome {
        let snapshot = snapshot(row)
        let odds = (snapshot.features[0].value == "v0" ? 1.5 : -0.8) + (snapshot.features[1].value == "v3" ? -1.2 : 0.2)
        let isWon = dice.unit(row * 16 + 9) < 1 / (1 + exponential(-(odds + snapshot.offset)))
        return Outcome(
            id: "deal-\(row)",
            snapshot: snapshot,
            judgedAt: Int64(row),
            closedAt: Int64(row + delay),
            isWon: isWon
        )
    }

    func outcomes(_ count: Int) -> [Outcome] { (0..<count).map { outcome($0) } }
}

/// Without a C library: the tests' own.
func exponential(_ x: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for step in 1..<60 {
        term *= x / Double(step)
        sum += term
    }
    return sum
}
