import Glibc

/// How much each expert is believed: by the likelihood of the outcomes under what it had said before, with a fixed
/// share that lets one rise again when times change (Herbster and Warmuth 1998).
struct Mixture: Sendable, Hashable {
    /// Sum to 1.
    private(set) var shares: [Double]

    /// Of every expert's share, what is dealt out equally after each outcome.
    private static let dealt = 0.001
    /// How much an outcome counts. Outcomes come late and many at once: what they say of an expert is said by one
    /// state of it, so they are not as many witnesses as they are outcomes.
    private static let weight = 0.5
    /// What is left of older evidence after each outcome.
    private static let memory = 0.998

    init(shares: [Double]) { self.shares = shares }

    /// - Parameter said: each expert's probability at the time when it was asked.
    mutating func learn(_ said: [Double], isWon: Bool) {
        var evidence = shares.indices.map { index -> Double in
            let probability = min(max(said[index], 1e-6), 1 - 1e-6)
            return Self.memory * log(shares[index]) + Self.weight * log(isWon ? probability : 1 - probability)
        }
        let most = evidence.max() ?? 0
        for index in evidence.indices { evidence[index] = exp(evidence[index] - most) }
        let total = evidence.reduce(0, +)
        for index in shares.indices {
            shares[index] = (1 - Self.dealt) * evidence[index] / total + Self.dealt / Double(shares.count)
        }
    }
}
