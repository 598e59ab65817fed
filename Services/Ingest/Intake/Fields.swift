/// What is known of one thing, field by field, each with the time of the statement that it comes from.
///
/// Statements may come late or twice: of two about one field the newer stands, and of two of the same time the greater
/// text, so that any order ends in the same state.
struct Fields: Equatable, Sendable {
    private(set) var texts: [String: String] = [:]
    /// µs since 1970, by field.
    private(set) var stamps: [String: Int64] = [:]

    init(texts: [String: String] = [:], stamps: [String: Int64] = [:]) {
        self.texts = texts
        self.stamps = stamps
    }

    enum Effect: Equatable {
        /// The field now reads otherwise.
        case changed(from: String?)
        /// It reads the same, said more recently.
        case confirmed
        /// The statement is older than what is known.
        case ignored
    }

    subscript(_ field: String) -> String? { texts[field] }

    mutating func take(_ field: String, _ text: String, at stamp: Int64) -> Effect {
        let known = texts[field]
        let since = stamps[field] ?? .min
        guard known != text else {
            guard stamp > since else { return .ignored }
            stamps[field] = stamp
            return .confirmed
        }
        if let known, stamp < since || (stamp == since && text < known) { return .ignored }
        texts[field] = text
        stamps[field] = stamp
        return .changed(from: known)
    }

    /// Puts back what stood before; nil clears the field.
    mutating func restore(_ field: String, _ text: String?, at stamp: Int64) {
        texts[field] = text
        stamps[field] = stamp
    }
}
