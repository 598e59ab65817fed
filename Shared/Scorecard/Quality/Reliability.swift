/// What was foretold beside what happened, in ten bins of equal width; empty ones are left out.
public struct Reliability: Sendable, Hashable, Codable {
    public struct Bin: Sendable, Hashable, Codable {
        /// 0 … 9
        public var index: Int
        public var n: Int
        /// Mean of the probabilities.
        public var foretold: Double
        /// Share that was won.
        public var happened: Double
    }

    public var bins: [Bin]

    public init(_ scored: [Scored]) {
        var sums = [(n: Int, foretold: Double, won: Int)](repeating: (0, 0, 0), count: 10)
        for one in scored {
            let index = min(9, max(0, Int(one.probability * 10)))
            sums[index].n += 1
            sums[index].foretold += one.probability
            if one.isWon { sums[index].won += 1 }
        }
        bins = sums.enumerated().compactMap { index, sum in
            guard sum.n > 0 else { return nil }
            let n = Double(sum.n)
            return Bin(index: index, n: sum.n, foretold: sum.foretold / n, happened: Double(sum.won) / n)
        }
    }
}
