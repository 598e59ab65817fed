import Contracts
import FrenchBusiness

/// Changes that would lift a lead a band, with what it would come to.
struct Lift: Codable, Hashable, Sendable {
    var changes: [Wording]
    var points: Int
    var band: String
}

/// One change that can come about: somebody finds a number, accounts become known, somebody is reached.
private struct Possibility {
    let wording: Wording
    let apply: @Sendable (inout ScoreInputs) -> Void
}

extension Scorer {
    /// The fewest changes that suffice: single ones if any does, else pairs; the easiest first, three at most.
    func lifts(of inputs: ScoreInputs) -> [Lift] {
        let now = rank(inputs)
        guard now.band != .a else { return [] }
        let possible = Possibility.all(for: inputs)
        let singles = possible.map { (changes: [$0], rank: rank(inputs, after: [$0])) }
        let found = lifts(singles, above: now.band)
        guard found.isEmpty else { return found }
        let gains = singles.map { $0.rank.points - now.points }
        var pairs: [(changes: [Possibility], rank: Rank)] = []
        for first in possible.indices {
            for second in possible.indices where second > first {
                // Together they bring what each does, give or take what rounding and neighbouring factors do.
                let best = now.points + gains[first] + gains[second] + Self.slack
                guard band(of: best, for: inputs).rawValue < now.band.rawValue else { continue }
                let changes = [possible[first], possible[second]]
                pairs.append((changes, rank(inputs, after: changes)))
            }
        }
        return lifts(pairs, above: now.band)
    }

    private func rank(_ inputs: ScoreInputs, after changes: [Possibility]) -> Rank {
        var changed = inputs
        for change in changes { change.apply(&changed) }
        return rank(changed)
    }

    private func lifts(_ tried: [(changes: [Possibility], rank: Rank)], above band: Band) -> [Lift] {
        tried.filter { $0.rank.band.rawValue < band.rawValue }.prefix(3).map { changes, rank in
            Lift(changes: changes.map(\.wording), points: rank.points, band: rank.band.rawValue)
        }
    }

    /// Points.
    private static var slack: Int { 6 }
}

extension Possibility {
    /// What is not so yet, the easiest first. What the accounts would say nobody knows: a standstill and a fall are
    /// both shown as what they are, a supposition.
    static func all(for inputs: ScoreInputs) -> [Possibility] {
        var all: [Possibility] = []
        let hasOffice = inputs.hasPhone && !inputs.isPersonalNumber
        if !hasOffice {
            all.append(
                Possibility(wording: Wording("téléphone professionnel trouvé", "an office phone number is found")) {
                    $0.hasPhone = true
                    $0.isPersonalNumber = false
                }
            )
        }
        if !inputs.hasEmail {
            all.append(
                Possibility(wording: Wording("adresse e-mail trouvée", "an e-mail address is found")) {
                    $0.hasEmail = true
                }
            )
        }
        all.append(
            Possibility(wording: Wording("interlocuteur joint au téléphone", "somebody is reached on the phone")) {
                $0.touches = [ScoreInputs.Touch(kind: "reached", on: $0.today, count: 1)] + ($0.touches ?? [])
            }
        )
        if inputs.facts.workforceBand == nil {
            all.append(
                Possibility(wording: Wording("effectif connu\u{202F}: 3 à 5 salariés", "workforce known: 3 to 5")) {
                    $0.facts.workforceBand = WorkforceBand.from3To5.rawValue
                }
            )
        }
        return all + accounts(for: inputs)
    }

    /// Only where no movement is known.
    private static func accounts(for inputs: ScoreInputs) -> [Possibility] {
        let years = TurnoverYears(inputs.turnover, today: inputs.today)
        guard years.movement == nil else { return [] }
        let before = years.latest.flatMap(\.annualisedCents) ?? 30_000_000
        guard before > 0, before < 1_000_000_000_000_000 else { return [] }
        return [
            Possibility(
                wording: Wording("comptes connus, CA stable", "accounts known, turnover unchanged"),
                apply: { $0.turnover = turnover(before, before, today: $0.today) }
            ),
            Possibility(
                wording: Wording("comptes connus, CA en baisse de 15\u{A0}%", "accounts known, turnover down 15 %"),
                apply: { $0.turnover = turnover(before, before / 100 * 85, today: $0.today) }
            ),
        ]
    }

    /// Two years, the last closed on 31 December.
    private static func turnover(_ before: Int64, _ now: Int64, today: CivilDate) -> TurnoverFacts {
        let closed = CivilDate(year: today.year - 1, month: 12, day: 31) ?? today
        let years = [(closed, now), (closed.adding(months: -12), before)].map { day, cents in
            TurnoverFact(closingDate: day, months: 12, amountCents: cents, kind: "social", source: "hypothesis")
        }
        return TurnoverFacts(status: TurnoverStatus.known.rawValue, years: years)
    }
}
