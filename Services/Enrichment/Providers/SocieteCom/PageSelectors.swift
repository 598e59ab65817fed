import Foundation

/// Where a company's page shows its turnover: data, so that an operator follows the site's next change without a build.
///
/// As JSON: `{"page": PATH, "search": PATH, "nothing": [TEXT], "walls": [TEXT], "closing": [TEXT], "patterns": [PATTERN]}`; texts are compared folded
/// (lower case, no accents). Patterns run in their order, and of two that speak of one exercise the first counts.
struct PageSelectors: Codable, Sendable, Equatable {
    /// Path of a company's page and of the search by SIREN, with `{siren}` in its place. The site leads from any name
    /// before the SIREN to the right one.
    var page: String
    var search: String
    /// What a page says that found no company.
    var nothing: [String]
    /// What a page says that takes us for a robot.
    var walls: [String]
    /// Words before the closing day where a pattern finds none beside the figure.
    var closing: [String]
    var patterns: [Pattern]

    /// One way in which the site has written turnover.
    struct Pattern: Codable, Sendable, Equatable {
        /// Kept with what it found.
        var name: String
        /// Name of a variable that a script of the page sets to the figure; instead of elements.
        var script: String?
        /// Name of a variable that a script sets to the year.
        var yearScript: String?
        /// Element whose text is one of `labels`, alone or with a year or a unit behind it.
        var label: ElementPattern?
        var labels: [String]?
        /// Nearest element around the label; without one, the nearest that holds a value.
        var scope: ElementPattern?
        /// Elements within the scope that stand for one exercise each; without one, the scope is the only one.
        var item: ElementPattern?
        /// Element within the item whose text is the figure; without one, the figure follows in the label's own text.
        var value: ElementPattern?
        /// Attribute of the item that holds the year.
        var yearAttribute: String?
        /// Element within the item whose text holds the year.
        var year: ElementPattern?
        /// The year stands in the head of the table's column instead.
        var yearInHead: Bool?
        /// Part of a link's address that stands in place of a figure that was not published.
        var absentLink: String?
        /// Unit of figures without one, "€" or "k€"; without it such figures are not believed: wrong by a thousand is
        /// worse than none.
        var unit: String?
    }

    /// An element by what it carries; what lacks does not matter.
    struct ElementPattern: Codable, Sendable, Equatable {
        var tag: String?
        var id: String?
        /// One of its classes.
        var `class`: String?
        /// Attributes that it has, whatever their value.
        var attributes: [String]?
        /// The how manieth of its kind in its scope or item, from 1.
        var index: Int?
        /// Elements around it, in any distance.
        var within: [Ancestor]?

        struct Ancestor: Codable, Sendable, Equatable {
            var tag: String?
            var id: String?
            var `class`: String?
        }
    }
}

extension PageSelectors {
    /// - Throws: ``PageSelectorsError`` that says what is wrong.
    init(json: [UInt8]) throws(PageSelectorsError) {
        guard json.count <= 64 * 1024 else { throw PageSelectorsError(reason: "longer than 64 KiB") }
        do {
            self = try JSONDecoder().decode(PageSelectors.self, from: Data(json))
        } catch {
            throw PageSelectorsError(reason: "not of the documented form")
        }
        if let objection { throw PageSelectorsError(reason: objection) }
    }

    /// Why they cannot be used; nil if they can.
    private var objection: String? {
        if patterns.isEmpty || patterns.count > 30 { return "patterns must be 1 to 30" }
        for path in [page, search] where !path.hasPrefix("/") || !path.contains("{siren}") || path.utf8.count > 200 {
            return "page and search must be paths with {siren} in them"
        }
        let texts = nothing + walls + closing + patterns.flatMap { $0.labels ?? [] }
        if texts.count > 200 || !texts.allSatisfy({ (3...100).contains($0.utf8.count) }) {
            return "texts must be at most 200 of 3 to 100 bytes"
        }
        for pattern in patterns {
            if pattern.name.isEmpty || pattern.name.utf8.count > 40 {
                return "a pattern needs a name of at most 40 bytes"
            }
            if let script = pattern.script {
                guard (3...100).contains(script.utf8.count) else {
                    return "\(pattern.name): script must be 3 to 100 bytes"
                }
            } else if pattern.label == nil || (pattern.labels ?? []).isEmpty {
                return "\(pattern.name): a pattern needs a script, or a label and labels"
            }
            if let unit = pattern.unit, !["€", "k€", "M€", "Md€"].contains(unit) {
                return "\(pattern.name): unit must be €, k€, M€ or Md€"
            }
        }
        return nil
    }
}

/// Why selectors cannot be used.
struct PageSelectorsError: Error, CustomStringConvertible {
    let reason: String

    var description: String { "page selectors: \(reason)" }
}
