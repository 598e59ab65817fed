import Contracts
import Foundation

/// The frame of *Règles*: what is in force, the rules in words, and what was before.
struct RulesView: Sendable {
    let document: JSONValue?
    let history: [RulesEntry]
    let zone: TimeZone

    var html: HTML {
        guard let document, let current = history.first else {
            return """
                <h1>Règles</h1><section class="empty"><h2>Aucun barème en vigueur</h2>
                <p>Il arrive avec le premier démarrage du service de score.</p></section>
                """
        }
        let title = document["title"]?.text
        let facts: [(name: String, value: String?)] = [
            ("Barème", current.label), ("Intitulé", title), ("Depuis", FrenchText.instant(current.at, in: zone)),
            ("Par", RuleWords.actor(current.actor)),
            ("Version en vigueur", "\(current.version) (\(RuleWords.action(current.action)))"),
        ]
        return """
            <h1>Règles</h1><section><h2>En vigueur</h2><dl>\(LeadView.rows(facts))</dl>
            <p class="muted">Un score est la somme de ses lignes, de 0 à 100 points. Essayer, publier et revenir en
            arrière\u{202F}: <code>filon rules</code>.</p></section>
            <div class="columns">\(body(document))</div>\(past)
            """
    }

    private func body(_ document: JSONValue) -> HTML {
        if let sheet = document["all"] { return SheetView(sheet: sheet, industries: document["industries"]).html }
        return PointsView(document: document).html
    }

    private var past: HTML {
        let rows = history.map { entry -> HTML in
            """
            <tr><td class="number">\(entry.version)</td><td>\(FrenchText.instant(entry.at, in: zone))</td>
            <td>\(entry.label)</td><td>\(RuleWords.action(entry.action))</td><td>\(RuleWords.actor(entry.actor))</td></tr>
            """
        }
        return """
            <section id="history"><h2>Historique</h2><table><thead><tr><th class="number">Version</th><th>Depuis</th>
            <th>Barème</th><th>Action</th><th>Par</th></tr></thead><tbody>\(rows)</tbody></table></section>
            """
    }
}

/// What the views of rules share.
enum RuleTable {
    /// A heading and a table of two columns; nothing where there are no rows.
    static func section(_ title: String, note: String = "", _ rows: [(name: String, value: String)]) -> HTML {
        guard !rows.isEmpty else { return .empty }
        let lines = rows.map { "<tr><td>\($0.name)</td><td class=\"number\">\($0.value)</td></tr>" as HTML }
        let text: HTML = note.isEmpty ? .empty : "<p class=\"muted\">\(note)</p>"
        return "<section><h2>\(title)</h2>\(text)<table><tbody>\(lines)</tbody></table></section>"
    }

    static func signed(_ points: Int) -> String { points > 0 ? "+\(points)" : points < 0 ? "−\(-points)" : "0" }

    /// 0 to 1000 as a share, « 62 % ».
    static func share(_ value: Int) -> String { "\((value + 5) / 10)\u{202F}%" }

    /// Names of a table with what they are worth, highest first.
    static func ranked(_ table: JSONValue?, _ text: (Int) -> String) -> [(name: String, value: String)] {
        numbers(table).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (RuleWords.outcome($0.key), text($0.value)) }
    }

    static func numbers(_ table: JSONValue?) -> [String: Int] {
        (table?.members ?? [:]).compactMapValues(\.whole)
    }
}

extension JSONValue {
    /// An integer that `Int` holds.
    var whole: Int? { if case .integer(let value) = self { Int(exactly: value) } else { nil } }

    /// `[[x, value], …]` of a curve.
    var points: [(x: Int, value: Int)] {
        (self["points"]?.elements ?? []).compactMap { point in
            guard let pair = point.elements, pair.count == 2, let x = pair[0].whole, let value = pair[1].whole else {
                return nil
            }
            return (x, value)
        }
    }
}
