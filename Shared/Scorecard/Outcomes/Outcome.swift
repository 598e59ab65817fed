/// A deal that was judged and is over.
public struct Outcome: Sendable, Hashable, Codable {
    /// Stable, whatever arrives how often.
    public var id: String
    /// Known when it was judged, and nothing later.
    public var snapshot: Snapshot
    /// Milliseconds since 1970.
    public var judgedAt: Int64
    /// Milliseconds since 1970; not before ``judgedAt``.
    public var closedAt: Int64
    public var isWon: Bool

    public init(id: String, snapshot: Snapshot, judgedAt: Int64, closedAt: Int64, isWon: Bool) {
        self.id = id
        self.snapshot = snapshot
        self.judgedAt = judgedAt
        self.closedAt = closedAt
        self.isWon = isWon
    }
}
