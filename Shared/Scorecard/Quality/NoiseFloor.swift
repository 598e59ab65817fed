/// What calibration error chance alone makes: 95 of 100 sets of outcomes drawn from these very probabilities lie below
/// it. An error under the floor says nothing.
public enum NoiseFloor {
    /// - Parameters:
    ///   - probabilities: that were foretold
    ///   - draws: sets that are drawn
    public static func ece10(_ probabilities: [Double], draws: Int = 200) -> Double {
        guard !probabilities.isEmpty, draws > 0 else { return 0 }
        var errors: [Double] = []
        for draw in 0..<draws {
            let dice = SplitHash(seed: 1610 + UInt64(draw))
            let scored = probabilities.enumerated().map { Scored($1, isWon: dice.unit($0) < $1) }
            errors.append(Quality(scored)?.ece10 ?? 0)
        }
        return errors.sorted()[min(draws - 1, draws * 95 / 100)]
    }
}
