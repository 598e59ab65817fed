import Contracts

/// A rule set of the first form: a table of points for each rule.
struct PointsView: Sendable {
    let document: JSONValue

    var html: HTML {
        let tables = document["points"]?.members ?? [:]
        let keys = tables.keys.sorted { (place($0), $0) < (place($1), $1) }
        let sections = keys.map { key -> HTML in
            RuleTable.section(RuleWords.criterion(key), RuleTable.ranked(tables[key], RuleTable.signed))
        }
        let half = (sections.count + 1) / 2
        return """
            <div>\(Array(sections.prefix(half)))</div>
            <div>\(Array(sections.dropFirst(half)))\(bands)\(urgencies)</div>
            """
    }

    private func place(_ key: String) -> Int { RuleWords.order.firstIndex(of: key) ?? .max }

    private var bands: HTML {
        let limits = RuleTable.numbers(document["bands"])
        let rows = ["a", "b", "c"].compactMap { band in
            limits[band].map { (name: band.uppercased(), value: "dès \($0) points") }
        }
        return RuleTable.section("Classes", note: "Au-dessous, D.", rows)
    }

    private var urgencies: HTML {
        RuleTable.section(
            "Priorité",
            note: "Les points, multipliés selon l’urgence.",
            RuleTable.ranked(document["urgencyPercent"]) { "× \($0)\u{202F}%" }
        )
    }
}
