import Glibc

/// How well the newest outcomes were foretold beside the ones before: the mean log-loss of the last block and that of
/// the others, with what chance alone makes of their difference (Welch 1947).
public struct Drift: Codable, Hashable, Sendable {
    /// Outcomes of the last block.
    public var recent: Int
    public var recentLogloss: Double
    /// Outcomes before it.
    public var earlier: Int
    public var earlierLogloss: Double
    /// Of the difference.
    public var standardError: Double

    /// The last block is a fifth, and never fewer than 100.
    private static let (share, least, before) = (5, 100, 200)

    /// - Parameter scored: in order of time. nil: too few to tell.
    public init?(_ scored: [Scored]) {
        let size = max(Self.least, scored.count / Self.share)
        guard scored.count - size >= Self.before else { return nil }
        let losses = scored.map { one -> Double in
            let p = min(max(one.probability, 1e-6), 1 - 1e-6)
            return -log(one.isWon ? p : 1 - p)
        }
        let (old, new) = (Self.moments(losses.dropLast(size)), Self.moments(losses.suffix(size)))
        (recent, recentLogloss) = (size, new.mean)
        (earlier, earlierLogloss) = (losses.count - size, old.mean)
        standardError = (new.variance / Double(size) + old.variance / Double(losses.count - size)).squareRoot()
    }

    /// Markedly: three standard errors and a tenth of the loss. Over once it is neither two nor a twentieth.
    public func isWorse(still stands: Bool) -> Bool {
        let difference = recentLogloss - earlierLogloss
        return stands
            ? difference > 2 * standardError && difference > earlierLogloss / 20
            : difference > 3 * standardError && difference > earlierLogloss / 10
    }

    private static func moments(_ values: ArraySlice<Double>) -> (mean: Double, variance: Double) {
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1))
    }
}
