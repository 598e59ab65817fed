import Contracts
import Hummingbird

/// Where a lead stands, as lists are filtered by it.
enum LeadListState: String, CaseIterable, Sendable {
    case owned, pooled, unassignable, excluded
    case toIdentify = "to_identify"

    static let schema: JSONValue = .array(allCases.map { .string($0.rawValue) })

    /// - Throws: ``Problem`` 400: an unknown word would otherwise look like an empty list.
    init(known text: String) throws(Problem) {
        guard let state = Self(rawValue: text) else {
            let words = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.badRequest, "state.unknown", "« state » est l’un de\u{202F}: \(words).", field: "state")
        }
        self = state
    }
}
