import Foundation

/// The parts of a request's query string, decoded as a form: `+` is a space.
struct Query: Sendable {
    private var values: [String: String] = [:]

    init(_ query: String?) {
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[Self.decoded(parts[0])] = parts.count > 1 ? Self.decoded(parts[1]) : ""
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// The number of that name, `fallback` when absent, nil when it is no number.
    func integer(_ name: String, or fallback: Int) -> Int? {
        guard let text = values[name] else { return fallback }
        return Int(text)
    }

    /// The values of a list separated by commas; nil when absent or empty.
    func list(_ name: String) -> Set<String>? {
        guard let text = values[name], !text.isEmpty else { return nil }
        return Set(text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }

    private static func decoded(_ part: Substring) -> String {
        let spaced = part.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }
}
