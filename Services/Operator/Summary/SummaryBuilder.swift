import Foundation

/// Puts together what became of each company. Pure: the same facts give the same summary.
struct SummaryBuilder: Sendable {
    private let facts: SummaryFacts

    init(_ facts: SummaryFacts) { self.facts = facts }

    func summary(seconds: Double, consoleURL: String?) -> Summary {
        Summary(seconds: seconds, consoleUrl: consoleURL, companies: companies(), refused: refusals())
    }

    private func refusals() -> [Summary.Refusal] {
        facts.rows.filter { $0.result == "refused" }.map { row in
            Summary.Refusal(line: row.line, reason: row.message ?? row.code ?? "refused")
        }
    }

    /// One entry per lead, at the first line that names it.
    private func companies() -> [Summary.Company] {
        var place: [UUID: Int] = [:]
        var entries: [(row: SummaryFacts.Row, others: [Int])] = []
        for row in facts.rows where row.result != "refused" {
            if let lead = row.leadID, let index = place[lead] {
                entries[index].others.append(row.line)
            } else {
                if let lead = row.leadID { place[lead] = entries.count }
                entries.append((row, []))
            }
        }
        return entries.map { company($0.row, others: $0.others) }
    }

    private func company(_ row: SummaryFacts.Row, others: [Int]) -> Summary.Company {
        let state = Self.state(of: row)
        let mayHaveOwner = state == .owned
        return Summary.Company(
            line: row.line,
            otherLines: others,
            siren: row.siren,
            name: row.name,
            department: row.department,
            state: state,
            reason: Self.reason(row, state),
            turnoverStatus: row.turnoverStatus ?? "unknown",
            turnover: row.siren.flatMap { facts.turnover[$0] } ?? [],
            trend: row.trend ?? "unknown",
            score: score(row),
            owner: mayHaveOwner ? row.owner : nil,
            ownerName: mayHaveOwner ? row.ownerName : nil,
            decision: row.decision.map { .init(id: $0.id.uuidString.lowercased(), reasons: $0.reasons) },
            notifications: row.leadID.flatMap { facts.notifications[$0] } ?? []
        )
    }

    private static func state(of row: SummaryFacts.Row) -> Summary.State {
        guard row.companyStatus != "to_identify" else { return .toIdentify }
        return row.assignment.flatMap(Summary.State.init(rawValue:)) ?? .unassignable
    }

    private static func reason(_ row: SummaryFacts.Row, _ state: Summary.State) -> Summary.Reason? {
        switch state {
        case .toIdentify:
            Summary.Reason(code: "to_identify", text: "Sans SIREN\u{202F}: à identifier, à travailler à la main.")
        case .excluded: row.exclusion
        case .owned, .pooled, .unassignable:
            row.decision.map { Summary.Reason(code: $0.kind, text: $0.reasons.first ?? $0.kind) }
        }
    }

    private func score(_ row: SummaryFacts.Row) -> Summary.Score? {
        guard let points = row.points, let ruleSet = row.ruleSet, let lead = row.leadID else { return nil }
        return Summary.Score(points: points, ruleSet: ruleSet, lines: facts.lines[lead] ?? [])
    }
}
