import Foundation
import FrenchBusiness
import Scorecard

/// The card of the model in force in words, the alarms, and the models before.
struct ModelView: Sendable {
    let models: [ModelEntry]
    let alarms: [ModelAlarmEntry]
    let hold: ModelHold?
    let zone: TimeZone

    var html: HTML {
        guard let current = models.first else {
            return """
                <h1>Modèle</h1><section class="empty"><h2>Rien d’appris encore</h2>
                <p>Les règles parlent seules jusqu’à la première affaire gagnée ou perdue.</p></section>
                """
        }
        let isServing = current.status == "active"
        let card: HTML = isServing ? "\(quality(current.card))\(reliability(current.card))" : .empty
        return """
            <h1>Modèle</h1>\(standing)
            <div class="columns"><div>\(isServing ? service(current) : Self.rulesAlone)</div><div>\(card)</div></div>
            \(history)\(past)
            """
    }

    private static let rulesAlone: HTML = """
        <section><h2>En vigueur</h2><p>Aucun modèle ne sert\u{202F}: les règles parlent seules.</p></section>
        """

    private var standing: [HTML] {
        alarms.filter { $0.endedAt == nil }.map { alarm in
            """
            <p class="notice" role="alert"><span class="tag alert">Alerte</span> \(alarm.text)
            <small class="muted">depuis le \(FrenchText.instant(alarm.beganAt, in: zone))</small></p>
            """
        }
    }

    private func service(_ model: ModelEntry) -> HTML {
        let card = model.card
        let window = [card.from, card.to].compactMap(\.self).map { CivilDate($0, in: zone).frenchShort }
        let facts: [(name: String, value: String?)] = [
            ("Version", "\(model.version)"),
            ("En service depuis", model.activatedAt.map { FrenchText.instant($0, in: zone) }),
            ("Étiquette", FrenchText.ground(ModelCard.label(outcomes: card.outcomes), outcomes: card.outcomes)),
            ("Affaires gagnées", "\(card.won) sur \(card.outcomes)"),
            ("Closes du", window.count == 2 ? "\(window[0]) au \(window[1])" : nil),
            ("Prédit", "une affaire gagnée sous \(FrenchText.days(card.horizonDays))"),
            ("Empreinte", String(model.hash.prefix(12))),
            (
                "Maintenu",
                hold.map {
                    "par \(RuleWords.actor($0.actor)) depuis le \(FrenchText.instant($0.at, in: zone))\u{202F}: "
                        + "les nouveaux modèles attendent"
                }
            ),
        ]
        return """
            <section><h2>En vigueur</h2><dl>\(LeadView.rows(facts))</dl>
            <p class="muted">Revenir en arrière et reprendre\u{202F}: <code>filon model</code>.</p></section>
            """
    }

    // MARK: How good it is

    private func quality(_ card: ModelCard) -> HTML {
        guard let quality = card.quality else { return .empty }
        let weak: HTML =
            card.isWeak
            ? " <span class=\"tag alert\" title=\"à peine mieux que le taux seul\">signal faible</span>" : .empty
        let rows: [(name: String, value: String)] = [
            ("AUC (0,5\u{202F}: hasard\u{202F}; 1\u{202F}: parfait)", quality.auc.map(Self.decimal) ?? "—"),
            ("Log-loss", Self.decimal(quality.logloss)),
            ("Log-loss du taux seul", card.rateOnly.map(Self.decimal) ?? "—"),
            ("Brier", Self.decimal(quality.brier)),
            ("Erreur de calibration (ECE)", Self.decimal(quality.ece10)),
            ("ECE que le hasard seul produit", card.floor.map(Self.decimal) ?? "—"),
        ]
        let drift: [(name: String, value: String)] =
            card.drift.map { drift in
                [
                    ("Log-loss des \(drift.recent) dernières", Self.decimal(drift.recentLogloss)),
                    ("Log-loss des \(drift.earlier) d’avant", Self.decimal(drift.earlierLogloss)),
                ]
            } ?? []
        let lines = (rows + drift).map { "<tr><td>\($0.name)</td><td class=\"number\">\($0.value)</td></tr>" as HTML }
        return """
            <section><h2>Qualité\(weak)</h2><p class="muted">Sur les \(quality.n) dernières affaires, chacune prédite avant
            d’être connue. Log-loss, Brier et ECE\u{202F}: le plus bas est le meilleur.</p>
            <table><tbody>\(lines)</tbody></table></section>
            """
    }

    private func reliability(_ card: ModelCard) -> HTML {
        guard !card.reliability.bins.isEmpty else { return .empty }
        let rows = card.reliability.bins.map { bin -> HTML in
            """
            <tr><td>\(10 * bin.index) à \(10 * bin.index + 10)\u{202F}%</td><td class="number">\(bin.n)</td>
            <td class="number">\(Self.percent(bin.foretold))</td><td class="number">\(Self.percent(bin.happened))</td>
            <td><meter aria-hidden="true" min="0" max="100" value="\(Int((100 * bin.happened).rounded()))"></meter></td></tr>
            """
        }
        return """
            <section><h2>Fiabilité</h2><table><thead><tr><th>Chances annoncées</th><th class="number">Affaires</th>
            <th class="number">Annoncé</th><th class="number">Gagné</th><th></th></tr></thead>
            <tbody>\(rows)</tbody></table></section>
            """
    }

    /// « 0,602 ».
    static func decimal(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1000 else { return "—" }
        let thousandths = Int((value.magnitude * 1000).rounded())
        let rest = String(thousandths % 1000)
        let zeros = String(repeating: "0", count: 3 - rest.count)
        return (value < 0 ? "−" : "") + "\(thousandths / 1000),\(zeros)\(rest)"
    }

    private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded()))\u{202F}%" }

    // MARK: What was

    private var history: HTML {
        let rows = models.sorted { $0.version > $1.version }.map { model -> HTML in
            let loss = model.card.quality.map { Self.decimal($0.logloss) } ?? "—"
            return """
                <tr><td class="number">\(model.version)</td><td>\(FrenchText.instant(model.trainedAt, in: zone))</td>
                <td>\(Self.status(model.status))</td><td class="number">\(model.card.outcomes)</td>
                <td class="number">\(model.card.won)</td><td class="number">\(loss)</td></tr>
                """
        }
        return """
            <section id="history"><h2>Modèles</h2><table><thead><tr><th class="number">Version</th><th>Appris le</th>
            <th>État</th><th class="number">Affaires</th><th class="number">Gagnées</th>
            <th class="number">Log-loss</th></tr></thead><tbody>\(rows)</tbody></table></section>
            """
    }

    private static func status(_ key: String) -> String {
        switch key {
        case "active": "En service"
        case "candidate": "En attente"
        case "retired": "Remplacé"
        case "refused": "Refusé\u{202F}: moins bon que celui en service"
        default: key
        }
    }

    private var past: HTML {
        let rows = alarms.compactMap { alarm -> HTML? in
            guard let ended = alarm.endedAt else { return nil }
            return """
                <li>\(alarm.text) <small class="muted">du \(FrenchText.instant(alarm.beganAt, in: zone)) au
                \(FrenchText.instant(ended, in: zone))</small></li>
                """
        }
        return rows.isEmpty ? .empty : "<section><h2>Alertes passées</h2><ul class=\"plain\">\(rows)</ul></section>"
    }
}
