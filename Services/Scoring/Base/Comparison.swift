import Contracts
import Foundation

extension Judge {
    /// Counts what these rules would make of leads that stand as other rules made them.
    func comparison(of leads: [LeadState], with inForce: any Scorer, now: Date) throws -> Tally {
        var tally = Tally()
        let verdicts = Dictionary(
            uniqueKeysWithValues: try verdicts(on: leads, now: now).map { ($0.event.leadID, $0) }
        )
        for lead in leads.sorted(by: { $0.leadID.description < $1.leadID.description }) {
            guard let standing = lead.standing, !standing.isExcluded else { continue }
            let verdict = verdicts[lead.leadID]
            guard verdict?.event.exclusion == nil else { continue }
            let then = Tally.Change.Place(points: standing.points, band: standing.band)
            let change = Tally.Change(
                lead: lead.leadID,
                department: lead.department,
                place: lead.place,
                then: then,
                now: verdict.map { .init(points: $0.event.score.points, band: $0.event.band) } ?? then,
                isNews: verdict?.isNews ?? false
            )
            tally.count(change) {
                guard let verdict else { return [] }
                return Self.reasons(inForce.score(verdict.inputs).summary.lines, verdict.event.score.lines)
            }
        }
        return tally
    }

    private static func reasons(_ then: [ScoreLine], _ now: [ScoreLine]) -> [Tally.Mover.Line] {
        let (old, new) = (points(then), points(now))
        var moved: [Tally.Mover.Line] = []
        for rule in Set(old.keys).union(new.keys).sorted() {
            let line = Tally.Mover.Line(rule: rule, then: old[rule] ?? 0, now: new[rule] ?? 0)
            if line.move > 0 { moved.append(line) }
        }
        // Sorting is stable: of equal moves the first name stands first.
        return Array(moved.sorted { $0.move > $1.move }.prefix(5))
    }

    private static func points(_ lines: [ScoreLine]) -> [String: Int] {
        Dictionary(lines.map { ($0.rule, $0.points) }, uniquingKeysWith: +)
    }
}
