/// A probability that was foretold, and how it came out.
public struct Scored: Sendable, Hashable {
    public var probability: Double
    public var isWon: Bool

    public init(_ probability: Double, isWon: Bool) {
        self.probability = probability
        self.isWon = isWon
    }
}
