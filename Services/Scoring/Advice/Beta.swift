import Foundation

/// A beta distribution: what is believed of a rate after some tries.
struct Beta: Hashable, Sendable {
    let alpha: Double
    let beta: Double

    /// - Parameters:
    ///   - mean: what was believed before, between 0 and 1.
    ///   - strength: how many tries that belief is worth.
    init(mean: Double, strength: Double, tried: Int, reached: Int) {
        let mean = min(max(mean, 0.001), 0.999)
        alpha = mean * strength + Double(reached)
        beta = (1 - mean) * strength + Double(max(0, tried - reached))
    }

    var mean: Double { alpha / (alpha + beta) }

    /// Chance that the rate is at most `x`: the regularised incomplete beta function, by its continued fraction.
    func cumulative(_ x: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = exp(-Self.logBeta(alpha, beta) + alpha * log(x) + beta * log1p(-x))
        // The fraction converges fast on this side of the mean only.
        return x < (alpha + 1) / (alpha + beta + 2)
            ? front * Self.fraction(x, alpha, beta) / alpha : 1 - front * Self.fraction(1 - x, beta, alpha) / beta
    }

    /// The rate below which it lies with this chance.
    func quantile(_ chance: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if cumulative(middle) < chance { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// Logarithm of the chance to see this many reached of so many tried, but for a constant, when rates differ around
    /// `mean` as much as `strength` says; nil: they do not differ.
    static func evidence(tried: Int, reached: Int, mean: Double, strength: Double?) -> Double {
        let mean = min(max(mean, 0.001), 0.999)
        let (hits, misses) = (Double(reached), Double(max(0, tried - reached)))
        guard let strength else { return hits * log(mean) + misses * log1p(-mean) }
        let (a, b) = (mean * strength, (1 - mean) * strength)
        return logBeta(a + hits, b + misses) - logBeta(a, b)
    }

    /// Chance that at least so many of these tries come out well.
    static func chance(ofAtLeast reached: Int, of tried: Int, rate: Double) -> Double {
        guard reached > 0 else { return 1 }
        return Beta(alpha: Double(reached), beta: Double(max(0, tried - reached) + 1)).cumulative(rate)
    }

    private init(alpha: Double, beta: Double) {
        self.alpha = alpha
        self.beta = beta
    }

    private static func logBeta(_ a: Double, _ b: Double) -> Double { lgamma(a) + lgamma(b) - lgamma(a + b) }

    /// Lentz's method.
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...300 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            result *= d * c
            if abs(d * c - 1) < 1e-12 { break }
        }
        return result
    }
}
