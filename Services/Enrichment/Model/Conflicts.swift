import FrenchBusiness

/// Where figures contradict each other, for people to see. Nothing is thrown away: real companies sell a business, and
/// sources err.
enum Conflicts {
    private static let kept = 20

    static func of(_ years: [AccountingYear]) -> [Conflict] {
        let doubtful = years.filter { $0.doubt != nil && $0.amountCents != nil }
        let exercises = Dictionary(grouping: doubtful) { Exercise(closingDate: $0.closingDate, kind: $0.kind) }
        let conflicts = exercises.compactMap { exercise, _ in conflict(of: exercise, years) }
        return Array(conflicts.sorted { ($0.closingDate, $0.kind) > ($1.closingDate, $1.kind) }.prefix(kept))
    }

    private struct Exercise: Hashable {
        let closingDate: CivilDate
        let kind: TurnoverYear.Kind
    }

    private static func conflict(of exercise: Exercise, _ years: [AccountingYear]) -> Conflict? {
        let statements = years.filter {
            $0.closingDate == exercise.closingDate && $0.kind == exercise.kind && $0.amountCents != nil
        }.sorted { SourceRank.of($0.source) < SourceRank.of($1.source) }
        let doubts = statements.compactMap(\.doubt)
        guard let gravest = AccountingYear.Doubt.byGravity.first(where: { doubts.contains($0) }) else { return nil }
        return Conflict(
            closingDate: exercise.closingDate,
            kind: exercise.kind.rawValue,
            what: gravest.rawValue,
            values: statements.compactMap { year in
                year.amountCents.map { Conflict.Value(source: year.source, amountCents: $0) }
            }
        )
    }
}

extension AccountingYear.Doubt {
    fileprivate static let byGravity: [AccountingYear.Doubt] = [.unitSuspect, .differs, .restated, .jump]
}
