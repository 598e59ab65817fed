import FrenchBusiness

/// The course of a company's proceedings, from judgments in any order: one proceeding at a time, the latest decides.
enum ProceedingLine {
    struct Judgment: Sendable {
        let on: CivilDate
        /// When it became public: tells a correction from what it corrects.
        let publishedOn: CivilDate
        let nature: NoticeNature
        let reference: String?

        /// Of one day: what ends before what opens, the gravest last.
        fileprivate var rank: Int { nature == .ended ? 0 : nature.kind?.gravity ?? 0 }
    }

    /// Proceedings without a judgment for longer are taken for over although nobody announced it.
    static let memoryMonths = 120

    /// Most recent first; a proceeding that was converted ended on the day of its conversion.
    static func proceedings(of judgments: [Judgment], today: CivilDate) -> [Proceeding] {
        var told: [(proceeding: Proceeding, last: CivilDate)] = []
        for judgment in judgments.sorted(by: isBefore) where judgment.nature != .none {
            let isOpen = told.last.map { $0.proceeding.until == nil } ?? false
            if isOpen { told[told.count - 1].last = judgment.on }
            if isOpen, told[told.count - 1].proceeding.kind == judgment.nature.kind { continue }
            if isOpen { told[told.count - 1].proceeding.until = judgment.on }
            guard let kind = judgment.nature.kind else { continue }
            told.append((Proceeding(kind: kind, since: judgment.on, reference: judgment.reference), judgment.on))
        }
        let oldest = today.adding(months: -memoryMonths)
        return told.filter { $0.last >= oldest }.map(\.proceeding).reversed()
    }

    private static func isBefore(_ left: Judgment, _ right: Judgment) -> Bool {
        if left.on != right.on { return left.on < right.on }
        if left.rank != right.rank { return left.rank < right.rank }
        if left.publishedOn != right.publishedOn { return left.publishedOn < right.publishedOn }
        return (left.reference ?? "") < (right.reference ?? "")
    }
}
