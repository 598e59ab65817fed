/// What one field of a lead says, as one of a field's many values; a number is binned before it gets here.
public struct Feature: Hashable, Codable, Sendable {
    public var field: String
    /// `(NA)` where the field says nothing: what is not known is a value of its own
    public var value: String

    public init(_ field: String, _ value: String?) {
        self.field = field
        self.value = value ?? Self.missing
    }

    public static let missing = "(NA)"
    /// Stands for the values of a field that has more of them than anybody can learn from.
    public static let other = "(OTHER)"
}

/// A lead at the moment it is judged: nothing that became known later.
public struct Snapshot: Hashable, Codable, Sendable {
    /// One per field, in any order.
    public var features: [Feature]
    /// What the rules give beyond the mean of the leads, in logits: the prior's word. 0 without rules.
    public var offset: Double

    public init(_ features: [Feature], offset: Double = 0) {
        self.features = features
        self.offset = offset
    }
}
