import Contracts
import FrenchBusiness

/// A rule book in words: weights, curves, bands, and what industries say otherwise.
struct SheetView: Sendable {
    let sheet: JSONValue
    let industries: JSONValue?

    var html: HTML {
        """
        <div>\(weights)\(bands)\(size)\(reachability)\(negatives)</div>
        <div>\(urgency)\(level)</div>
        <div>\(age)\(small)\(engagement)\(exceptions)</div>
        """
    }

    // MARK: Weights and bands

    private var weights: HTML {
        let weights = RuleTable.numbers(sheet["weights"])
        let largest = max(1, weights.values.max() ?? 1)
        let rows = weights.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { key, weight -> HTML in
            """
            <tr><td>\(RuleWords.criterion(key))</td>
            <td><meter aria-hidden="true" min="0" max="\(largest)" value="\(weight)">\(weight)</meter></td>
            <td class="number">\(weight)</td></tr>
            """
        }
        return """
            <section><h2>Poids</h2><p class="muted">Part de chaque critère dans les 100 points.</p>
            <table><tbody>\(rows)</tbody></table></section>
            """
    }

    private var bands: HTML {
        let limits = sheet["bands"]
        let chances = RuleTable.numbers(limits?["probability"])
        let rows = ["a", "b", "c"].compactMap { band in
            limits?[band]?.whole.map { points in
                let chance = chances[band].map { "\u{202F}; chances dès \(($0 + 50) / 100)\u{202F}%" }
                return (name: band.uppercased(), value: "dès \(points) points\(chance ?? "")")
            }
        }
        let share = limits?["probabilityPercent"]?.whole ?? 0
        return RuleTable.section(
            "Classes",
            note:
                "Au-dessous, D. Une fois vingt affaires closes, la classe est la moyenne de celle des points et de celle des "
                + "chances apprises, qui compte pour \(share)\u{202F}%.",
            rows
        )
    }

    private var size: HTML {
        let isSmallFirst = sheet["size"]?["first"]?.text != "large"
        return RuleTable.section(
            "Taille",
            note: isSmallFirst
                ? "Les plus petites d’abord. Part du poids." : "Les plus grandes d’abord. Part du poids.",
            RuleTable.ranked(sheet["size"]?["values"], RuleTable.share)
        )
    }

    // MARK: Turnover

    private var urgency: HTML {
        let rules = sheet["urgency"]
        func number(_ key: String) -> Int { rules?[key]?.whole ?? 0 }
        let base = Money(euros: Int64(number("smallBaseEuros")))?.formattedEuros ?? "—"
        let note = """
            Un CA stable vaut \(RuleTable.share(number("still"))). Un exercice ancien s’efface vers cette valeur, de moitié \
            tous les \(number("halfLifeMonths"))\u{A0}mois\u{202F}; un CA de \(base) compte à moitié.
            """
        let limits = RuleTable.numbers(rules?["classes"])
        let classes = ["critical", "high", "normal"].compactMap { key in
            limits[key].map { (name: FrenchText.urgency(key), value: "dès \(RuleTable.share($0))") }
        }
        let reasons =
            RuleTable.ranked(rules?["unknown"], RuleTable.share)
            + RuleTable.ranked(rules?["proxies"], RuleTable.share)
        let parts = [
            curve(
                "Baisse du CA",
                rules?["fall"],
                "Compte pour \(number("fallPercent"))\u{202F}%. \(note)",
                Self.change
            ),
            curve("Hausse du CA", rules?["surge"], "Compte pour \(number("surgePercent"))\u{202F}%.", Self.change),
            RuleTable.section(
                "Évolution inconnue",
                note: "Selon la raison, ou ce qui en tient lieu\u{202F}: le plus élevé des deux.",
                reasons
            ),
            RuleTable.section("Urgence", note: "Au-dessous, basse.", classes),
            RuleTable.section(
                "Priorité",
                note: "Les points, multipliés selon l’urgence.",
                RuleTable.ranked(rules?["percent"]) { "× \($0)\u{202F}%" }
            ),
        ]
        return "\(parts)"
    }

    private var level: HTML {
        let unknown = RuleTable.share(sheet["turnoverLevel"]?["unknown"]?.whole ?? 0)
        return curve("Niveau de CA", sheet["turnoverLevel"]?["curve"], "Inconnu\u{202F}: \(unknown).") { euros in
            euros <= 0 ? "aucun" : "dès " + (Money(euros: Int64(euros))?.compact ?? "\(euros)")
        }
    }

    private var age: HTML {
        let unknown = RuleTable.share(sheet["age"]?["unknown"]?.whole ?? 0)
        return curve("Ancienneté", sheet["age"]?["curve"], "Inconnue\u{202F}: \(unknown).") { months in
            switch months {
            case 0: "dès la création"
            case 12: "dès 1\u{A0}an"
            case _ where months % 12 == 0: "dès \(months / 12)\u{A0}ans"
            default: "dès \(months)\u{A0}mois"
            }
        }
    }

    private static func change(_ basisPoints: Int) -> String { FrenchText.percent(basisPoints: basisPoints) }

    private func curve(_ title: String, _ curve: JSONValue?, _ note: String, _ name: (Int) -> String) -> HTML {
        let isLinear = curve?["shape"]?.text != "steps"
        let rows = (curve?.points ?? []).map { (name: name($0.x), value: RuleTable.share($0.value)) }
        let between = isLinear ? " Entre deux lignes, en ligne droite." : ""
        return RuleTable.section(title, note: note + between, rows)
    }

    // MARK: The rest

    private var small: HTML {
        let tables: [(title: String, key: String)] = [
            ("Forme juridique", "legalForm"), ("Évolution de l’effectif", "workforceChange"),
            ("Facturation électronique", "eInvoicing"),
        ]
        let places = RuleTable.numbers(sheet["region"]?["values"]).sorted { $0.key < $1.key }.map {
            (name: RuleWords.place($0.key), value: RuleTable.share($0.value))
        }
        let others = ["other", "unknown"].compactMap { key in
            sheet["region"]?[key]?.whole.map { (name: RuleWords.outcome(key), value: RuleTable.share($0)) }
        }
        let parts = tables.map { RuleTable.section($0.title, RuleTable.ranked(sheet[$0.key], RuleTable.share)) }
        return "\(parts)\(RuleTable.section("Implantation", places + others))"
    }

    private var reachability: HTML {
        RuleTable.section("Coordonnées", RuleTable.ranked(sheet["reachability"], RuleTable.share))
    }

    private var negatives: HTML {
        RuleTable.section(
            "Faits défavorables",
            note: "Points retirés, autant qu’il y en a.",
            RuleTable.ranked(sheet["negatives"]) { RuleTable.signed(-$0) }
        )
    }

    private var engagement: HTML {
        let kinds = (sheet["engagement"]?["kinds"]?.members ?? [:]).compactMapValues { kind in
            kind["points"]?.whole.map { (points: $0, days: kind["halfLifeDays"]?.whole ?? 0) }
        }
        let rows = kinds.sorted { ($1.value.points, $0.key) < ($0.value.points, $1.key) }.map { key, kind in
            (
                name: key == "email" ? "e-mail" : RuleWords.outcome(key),
                value: "\(kind.points), moitié en \(FrenchText.days(kind.days))"
            )
        }
        return RuleTable.section(
            "Échanges récents",
            note: "Ce que vaut un échange le jour même, et en combien de temps la moitié s’en efface.",
            rows
        )
    }

    // MARK: Industries

    private var exceptions: HTML {
        let usual = [("value", "Tous, sauf ci-dessous"), ("unknown", "Secteur inconnu")].compactMap { key, name in
            sheet["industry"]?[key]?.whole.map { (name: name, value: "adéquation \(RuleTable.share($0))") }
        }
        let rows = (industries?.members ?? [:]).sorted { $0.key < $1.key }.map { key, entry in
            (name: RuleWords.industry(key), value: Self.leaves(entry).joined(separator: "\u{202F}; "))
        }
        guard !(usual + rows).isEmpty else { return .empty }
        // Sentences, too long for a column of numbers.
        let lines = (usual + rows).map { "<li>\($0.name)<br><small class=\"muted\">\($0.value)</small></li>" as HTML }
        return """
            <section><h2>Secteurs d’activité</h2><p class="muted">Ce qui y diffère\u{202F}; le plus précis l’emporte.</p>
            <ul class="plain">\(lines)</ul></section>
            """
    }

    /// What an entry names, by its own place.
    private static func leaves(_ entry: JSONValue) -> [String] {
        (entry.members ?? [:]).sorted { $0.key < $1.key }.flatMap { key, value -> [String] in
            let name = Self.names[key] ?? key
            if key == "weights" {
                return RuleTable.numbers(value).sorted { $0.key < $1.key }
                    .map { "poids de «\u{A0}\(RuleWords.criterion($0.key))\u{A0}»\u{202F}: \($0.value)" }
            }
            if key == "industry", let share = value["value"]?.whole { return ["adéquation \(RuleTable.share(share))"] }
            let numbers = RuleTable.numbers(value).sorted { $0.key < $1.key }
            guard numbers.count == value.members?.count else { return ["\(name)\u{202F}: courbe propre"] }
            return [
                "\(name)\u{202F}: " + numbers.map { "\(RuleWords.outcome($0.key)) \($0.value)" }.joined(separator: ", ")
            ]
        }
    }

    private static let names = [
        "size": "taille", "urgency": "évolution du CA", "turnoverLevel": "niveau de CA", "industry": "secteur",
        "age": "ancienneté", "legalForm": "forme juridique", "region": "implantation",
        "workforceChange": "évolution de l’effectif", "eInvoicing": "facturation électronique",
        "engagement": "échanges", "reachability": "coordonnées", "negatives": "faits défavorables", "bands": "classes",
    ]
}
