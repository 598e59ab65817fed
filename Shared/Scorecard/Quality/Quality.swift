import Glibc

/// How good foretold probabilities were.
public struct Quality: Sendable, Hashable, Codable {
    /// Outcomes that were foretold.
    public var n: Int
    /// Share of them that was won.
    public var base: Double
    /// Area under the ROC curve: how often one that was won stood above one that was not, ties counted half; nil
    /// where all came out alike.
    public var auc: Double?
    /// Mean of -ln p of what happened, p held within 1e-6 of 0 and 1.
    public var logloss: Double
    /// Mean squared distance (Brier 1950).
    public var brier: Double
    /// Expected calibration error over ten bins of equal width, weighted by their size.
    public var ece10: Double
    /// Of a logistic regression of the outcome on logit p: 1 where p is as bold as it may be, less where it is
    /// too bold; nil where it cannot be told.
    public var slope: Double?

    /// nil: nothing was foretold.
    public init?(_ scored: [Scored]) {
        guard !scored.isEmpty else { return nil }
        let count = Double(scored.count)
        n = scored.count
        base = Double(scored.count(where: \.isWon)) / count
        auc = Self.auc(scored)
        logloss =
            scored.reduce(0) { sum, one in
                let p = min(max(one.probability, 1e-6), 1 - 1e-6)
                return sum - log(one.isWon ? p : 1 - p)
            } / count
        brier =
            scored.reduce(0) { $0 + ($1.probability - ($1.isWon ? 1 : 0)) * ($1.probability - ($1.isWon ? 1 : 0)) }
            / count
        let bins = Reliability(scored).bins
        ece10 = bins.reduce(0) { $0 + Double($1.n) / count * abs($1.foretold - $1.happened) }
        slope = Self.slope(scored)
    }

    /// By ranks (Mann and Whitney 1947).
    static func auc(_ scored: [Scored]) -> Double? {
        let won = scored.count(where: \.isWon)
        let lost = scored.count - won
        guard won > 0, lost > 0 else { return nil }
        let sorted = scored.sorted { $0.probability < $1.probability }
        var ranks = 0.0
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].probability == sorted[start].probability { end += 1 }
            let rank = Double(start + end + 1) / 2
            ranks += rank * Double(sorted[start..<end].count(where: \.isWon))
            start = end
        }
        return (ranks - Double(won) * Double(won + 1) / 2) / (Double(won) * Double(lost))
    }

    /// Newton's method, held a millionth to 0 so that what can be told apart completely ends.
    private static func slope(_ scored: [Scored]) -> Double? {
        let points = scored.map { one -> (z: Double, y: Double) in
            let p = min(max(one.probability, 1e-6), 1 - 1e-6)
            return (log(p / (1 - p)), one.isWon ? 1 : 0)
        }
        guard let first = points.first, points.contains(where: { $0.y != first.y }),
            points.contains(where: { $0.z != first.z })
        else { return nil }
        var (a, b) = (0.0, 1.0)
        for _ in 0..<50 {
            var (ga, gb, haa, hab, hbb) = (0.0, 1e-6 * b, 1e-9, 0.0, 1e-6)
            for point in points {
                let p = logistic(a + b * point.z)
                let information = p * (1 - p)
                ga += p - point.y
                gb += (p - point.y) * point.z
                haa += information
                hab += information * point.z
                hbb += information * point.z * point.z
            }
            let determinant = haa * hbb - hab * hab
            guard determinant > 0 else { return nil }
            let (stepA, stepB) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant)
            // A step that leads far away is cut short.
            let scale = min(1, 2 / max(abs(stepA), abs(stepB), 1e-12))
            a -= scale * stepA
            b -= scale * stepB
            if abs(stepA) + abs(stepB) < 1e-10 { break }
        }
        return b.isFinite ? b : nil
    }
}
