import Foundation

/// How many of some contacts came to a good end.
struct Ends: Hashable, Sendable {
    var contacts: Int
    var good: Int

    static func + (left: Ends, right: Ends) -> Ends {
        Ends(contacts: left.contacts + right.contacts, good: left.good + right.good)
    }

    fileprivate var rate: Double { Double(good) / Double(max(contacts, 1)) }
}

/// What a playbook changed: the difference in good ends between contacts made with it and comparable ones without.
///
/// Comparable contacts share a stratum (first or later contact, band at the time). Differences of strata are weighted
/// by Cochran's n₁n₀/(n₁+n₀); the interval combines Wilson's limits of every rate (Newcombe's method, carried over to
/// strata by Zou and Donner's recovery of variances), which holds where normal limits fail: few contacts, rates near
/// zero. Colleagues choose whom they use a playbook on, so it is what was observed, not what an experiment proved.
struct Uplift: Hashable, Sendable {
    /// Of strata in which there are contacts of both kinds.
    let with: Ends
    let without: Ends
    let differenceBasisPoints: Int
    let lowBasisPoints: Int
    let highBasisPoints: Int

    /// Fewest contacts on each side of which anything is said, and fewest good ends on both together.
    static let (enough, goodEnough) = (30, 5)

    /// - Parameters:
    ///   - strata: contacts with the playbook and without, stratum by stratum.
    ///   - comparisons: how many playbooks are judged at once: the intervals of all hold together with 95 %.
    /// - Returns: nil where there is not enough to say anything.
    init?(_ strata: [(with: Ends, without: Ends)], comparisons: Int = 1) {
        let strata = strata.filter { $0.with.contacts > 0 && $0.without.contacts > 0 }
        with = strata.reduce(Ends(contacts: 0, good: 0)) { $0 + $1.with }
        without = strata.reduce(Ends(contacts: 0, good: 0)) { $0 + $1.without }
        guard with.contacts >= Self.enough, without.contacts >= Self.enough, with.good + without.good >= Self.goodEnough
        else { return nil }
        let z = Self.normalQuantile(1 - 0.025 / Double(max(comparisons, 1)))
        let weights = strata.map { stratum in
            let (n1, n0) = (Double(stratum.with.contacts), Double(stratum.without.contacts))
            return n1 * n0 / (n1 + n0)
        }
        let sum = weights.reduce(0, +)
        var (difference, below, above) = (0.0, 0.0, 0.0)
        for (stratum, weight) in zip(strata, weights) {
            let share = weight / sum
            let (p1, p0) = (stratum.with.rate, stratum.without.rate)
            let (w1, w0) = (Self.wilson(stratum.with, z), Self.wilson(stratum.without, z))
            difference += share * (p1 - p0)
            below += share * share * (Self.square(p1 - w1.low) + Self.square(w0.high - p0))
            above += share * share * (Self.square(w1.high - p1) + Self.square(p0 - w0.low))
        }
        differenceBasisPoints = Self.basisPoints(difference)
        lowBasisPoints = Self.basisPoints(difference - below.squareRoot())
        highBasisPoints = Self.basisPoints(difference + above.squareRoot())
    }

    enum Verdict: String, Sendable {
        case better, worse
        case noDifference = "no_difference"
        case notEnough = "not_enough"
    }

    var verdict: Verdict { lowBasisPoints > 0 ? .better : highBasisPoints < 0 ? .worse : .noDifference }

    private static func wilson(_ ends: Ends, _ z: Double) -> (low: Double, high: Double) {
        let (n, p) = (Double(ends.contacts), ends.rate)
        let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        let reach = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return (max(0, middle - reach), min(1, middle + reach))
    }

    /// The value that a normal variable stays below with this chance.
    static func normalQuantile(_ chance: Double) -> Double {
        var (low, high) = (-10.0, 10.0)
        for _ in 0..<70 {
            let middle = (low + high) / 2
            if 0.5 * erfc(-middle / 2.0.squareRoot()) < chance { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    private static func square(_ x: Double) -> Double { x * x }
    private static func basisPoints(_ share: Double) -> Int { Int((share * 10_000).rounded()) }
}
