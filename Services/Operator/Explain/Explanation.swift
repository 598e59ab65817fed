import FrenchBusiness

/// The three-year clock of the contacts that a lead's department holds (CNIL, prospects).
struct DataClock: Encodable, Sendable {
    let contacts: Int
    /// The earliest start: collection, or the last contact that came from the prospect.
    let from: String
    /// The last contact that came from the prospect.
    let inbound: String?
    /// The first day after which one of them is erased.
    let until: String?
}

/// All that led a lead to where it stands.
struct Explanation: Encodable, Sendable {

    let lead: String
    let company: String
    let siren: String?
    let name: String?
    let department: String
    let state: String?
    let exclusion: Summary.Reason?
    let enrichment: String?
    let turnoverStatus: String?
    let turnoverReason: String?
    let turnover: [Summary.Year]
    let score: Summary.Score?
    let owner: String?
    /// The smallest changes that would lift the lead a band; absent where it has no score by points.
    let lifts: [Lift]?
    let decision: Summary.Decision?
    let notifications: [Summary.Notification]
    /// nil: no contact is held
    let clock: DataClock?
    /// What to do next; nil: no score yet
    let advice: AdvicePart?
    /// The score of the moment that was asked for, made again.
    var proof: Proof?
    /// Why it could not be made again.
    var unproven: String?
    /// Of the company, where one was asked for; the same for each of its leads.
    var evidence: Evidence?

    struct Lift: Codable, Sendable {
        struct Wording: Codable, Sendable {
            let french: String
            let english: String
        }

        let changes: [Wording]
        let points: Int
        let band: String
    }

    var text: String {
        let blocks = [head, facts, points, rises, advice?.lines ?? [], handing, telling, keeping, proving]
        return blocks.flatMap(\.self).joined(separator: "\n")
    }

    private var head: [String] {
        ["\(name ?? "(no name)") · SIREN \(siren ?? "none yet") · \(department)", "  lead \(lead), company \(company)"]
    }

    private var facts: [String] {
        let status = "  turnover \(turnoverStatus ?? "not looked up yet")" + (turnoverReason.map { " (\($0))" } ?? "")
        return ["Facts: \(enrichment ?? "not looked up yet")", status]
            + turnover.map { year in
                let amount = year.amountCents.map { Money(cents: $0).formattedEuros } ?? "not published"
                return "  \(year.closingDate)  \(amount)  \(year.source)"
            }
    }

    private var points: [String] {
        guard let score else { return ["Score: none yet"] }
        return ["Score: \(score.points) by \(score.ruleSet)"]
            + score.lines.map { line in
                let points = TextTable.fit((line.points > 0 ? "+" : "") + String(line.points), 5, isNumber: true)
                let origin = [line.source, line.date].compactMap(\.self).joined(separator: ", ")
                return "  \(points)  \(line.text)" + (origin.isEmpty ? "" : "  [\(origin)]")
            }
    }

    private var rises: [String] {
        guard let lifts, !lifts.isEmpty else { return [] }
        return ["Would rise:"]
            + lifts.map { lift in
                "  to \(lift.band) (\(lift.points)) if " + lift.changes.map(\.english).joined(separator: " and ")
            }
    }

    private var handing: [String] {
        let place = exclusion.map { "excluded: \($0.text)" } ?? state ?? "not handed out yet"
        return ["Stands: \(place)" + (owner.map { ", \($0)" } ?? "")] + (decision?.reasons.map { "  \($0)" } ?? [])
    }

    private var keeping: [String] {
        guard let clock else { return ["Contacts: none is held"] }
        return [
            "Contacts: \(clock.contacts), kept since \(clock.from)"
                + (clock.inbound.map { ", the prospect was in touch last on \($0)" } ?? "")
                + (clock.until.map { "; the first is erased after \($0) unless the prospect is in touch" } ?? "")
        ]
    }

    private var proving: [String] {
        unproven.map { ["Its score was not made again: \($0)"] } ?? proof.map { [$0.text] } ?? []
    }

    private var telling: [String] {
        notifications.isEmpty ? ["Told: nobody"] : ["Told:"] + notifications.map { "  \($0.channel): \($0.state)" }
    }
}
