/// How many rows stand at each stage.
struct StageTally: Sendable {
    private let counts: [LeadStage: Int]
    /// The first rows that are not settled, with what is missing.
    let stuck: [(line: Int, stage: LeadStage)]

    init(_ groups: [RowGroup]) {
        let staged = groups.map { (stage: LeadStage($0.facts), group: $0) }
        counts = Dictionary(staged.map { ($0.stage, $0.group.rows) }, uniquingKeysWith: +)
        let open = staged.filter { $0.stage != .settled }.flatMap { stage, group in group.lines.map { ($0, stage) } }
        stuck = Array(open.sorted { $0.0 < $1.0 }.prefix(10).map { (line: $0.0, stage: $0.1) })
    }

    var isSettled: Bool { counts.allSatisfy { $0.key == .settled } }

    var sentence: String {
        let total = counts.values.reduce(0, +)
        let open = LeadStage.allCases.filter { $0 != .settled }.compactMap { stage in
            counts[stage].map { "\($0) \(stage.missing)" }
        }
        return (["\(counts[.settled] ?? 0) of \(total) rows settled"] + open).joined(separator: ", ")
    }
}
