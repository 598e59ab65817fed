import FrenchBusiness

/// The summary as people read it: one line per company, in French, at most 120 columns wide.
struct SummaryTable: Sendable {
    private let summary: Summary

    init(_ summary: Summary) { self.summary = summary }

    var text: String {
        let best = summary.companies.sorted {
            ($0.score?.points ?? .min, $1.line) > ($1.score?.points ?? .min, $0.line)
        }
        let lines =
            [Self.line("Entreprise", "CA", "Tendance", "Score", "Raisons principales", "Confié à", "Canal")]
            + [String(repeating: "─", count: 120)] + best.map(Self.line)
            + summary.refused.map { "Ligne \($0.line) refusée\u{202F}: \($0.reason)" }
        return lines.joined(separator: "\n")
    }

    private static func line(_ company: Summary.Company) -> String {
        line(
            company.name ?? company.siren.map { "SIREN \($0)" } ?? "ligne \(company.line)",
            turnover(company),
            trend(company.trend),
            company.state == .excluded ? "—" : company.score.map { String($0.points) } ?? "—",
            reasons(company),
            holder(company),
            channel(company)
        )
    }

    private static func line(
        _ name: String,
        _ turnover: String,
        _ trend: String,
        _ score: String,
        _ reasons: String,
        _ owner: String,
        _ channel: String
    ) -> String {
        [
            TextTable.fit(name, 27), TextTable.fit(turnover, 12, isNumber: true), TextTable.fit(trend, 9),
            TextTable.fit(score, 5, isNumber: true), TextTable.fit(reasons, 35), TextTable.fit(owner, 14),
            TextTable.fit(channel, 12),
        ].joined(separator: " ")
    }

    private static func turnover(_ company: Summary.Company) -> String {
        if let cents = company.turnover.first(where: { $0.amountCents != nil })?.amountCents,
            ["known", "zero_confirmed", "estimated"].contains(company.turnoverStatus)
        {
            return (company.turnoverStatus == "estimated" ? "≈ " : "") + Money(cents: cents).compact
        }
        return statuses[company.turnoverStatus] ?? company.turnoverStatus
    }

    private static let statuses = [
        "confidential": "confidentiel", "not_filed": "non déposé", "not_applicable": "sans objet",
        "unknown": "inconnu", "zero_confirmed": "0 €", "known": "connu",
    ]

    private static func trend(_ trend: String) -> String { trends[trend] ?? trend }

    private static let trends = [
        "surge": "↑↑ bond", "growth": "↑ hausse", "stable": "→ stable", "decline": "↓ baisse", "fall": "↓↓ chute",
        "unknown": "—",
    ]

    private static func reasons(_ company: Summary.Company) -> String {
        if company.state == .excluded || company.state == .toIdentify { return company.reason?.text ?? "" }
        let best = (company.score?.lines ?? []).filter { $0.points > 0 && $0.rule != "base" }
            .sorted { $0.points > $1.points }
        return best.prefix(2).map(\.text).joined(separator: " · ")
    }

    private static func holder(_ company: Summary.Company) -> String {
        switch company.state {
        case .owned: company.ownerName ?? company.owner ?? "?"
        case .pooled: "vivier"
        case .excluded: "exclu"
        case .unassignable: "sans responsable"
        case .toIdentify: "à identifier"
        }
    }

    private static func channel(_ company: Summary.Company) -> String {
        guard company.state == .owned || company.state == .unassignable else { return "" }
        let names = company.notifications.filter { ["sent", "perhaps_sent", "digested"].contains($0.state) }.map {
            $0.state == "digested" ? "résumé" : channels[$0.channel] ?? $0.channel
        }
        var seen: Set<String> = []
        let unique = names.filter { seen.insert($0).inserted }
        // The list named the owner, who had the lead before.
        return unique.isEmpty ? "déjà su" : unique.joined(separator: "+")
    }

    private static let channels = ["email": "e-mail", "slack": "Slack", "sms": "SMS", "digest": "résumé"]
}
