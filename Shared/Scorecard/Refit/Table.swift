/// Rows of fields, each either of words or of numbers.
public struct Table: Sendable {
    public enum Column: Sendable {
        /// nil: nothing is said
        case words([String?])
        /// NaN: nothing is said
        case numbers([Double])
    }

    public var names: [String]
    public var columns: [Column]
    public let count: Int

    public init(names: [String], columns: [Column]) {
        self.names = names
        self.columns = columns
        count =
            columns.first.map { column in
                switch column {
                case .words(let values): values.count
                case .numbers(let values): values.count
                }
            } ?? 0
    }
}
