import Foundation

/// How far a search is, and what it found.
struct FoundBySearch: Sendable {
    /// A part of which the provider did not show everything.
    struct Gap: Codable, Sendable {
        let name: String
        let total: Int
        let shown: Int
        /// There are more than the provider says.
        let capped: Bool

        var sentence: String {
            capped
                ? "\(name): more than \(total) companies, and no way to divide further; an unknown number is lacking."
                : "\(name): \(total - shown) of \(total) companies are lacking; the list moved while it was read."
        }
    }

    let id: UUID
    var state: String
    var reason: String?
    var slices: Int
    var waiting: Int
    var companies: Int
    var calls: Int
    var callsLeft: Int
    var perMinute: Int
    var units: Int
    var gaps: [Gap] = []
    var sirens: [String] = []

    var minutes: Int { (callsLeft + perMinute - 1) / max(1, perMinute) }

    /// While it runs.
    var progress: String {
        "\(slices - waiting) of \(slices) parts done, \(units) companies found, \(calls) calls"
    }

    /// For a dry run.
    var forecast: String {
        "\(companies) companies at most in \(slices) parts: \(callsLeft) calls, about \(minutes) minutes. "
            + "To read them: filon import search --resume \(id.uuidString.lowercased())"
    }

    var sentence: String {
        "\(units) found in \(slices) parts with \(calls) calls\(reason == "limit" ? "; there are more, --limit holds them back" : "")."
    }
}

/// What `import search --json` prints.
struct SearchOutput: Encodable {
    let search: UUID
    let companies: Int
    let parts: Int
    let calls: Int
    let callsLeft: Int
    let minutesLeft: Int
    let selected: Int
    /// More match than `--limit` lets through.
    let more: Bool
    let lacking: [FoundBySearch.Gap]
    let report: ImportReport?

    enum CodingKeys: String, CodingKey {
        case search, companies, parts, calls, callsLeft, minutesLeft, selected, more, lacking
        case report = "import"
    }

    init(_ found: FoundBySearch, _ report: ImportReport?) {
        search = found.id
        companies = found.companies
        parts = found.slices
        calls = found.calls
        callsLeft = found.callsLeft
        minutesLeft = found.minutes
        selected = found.units
        more = found.reason == "limit"
        lacking = found.gaps
        self.report = report
    }
}
