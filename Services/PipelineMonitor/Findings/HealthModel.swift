import Foundation
import FrenchBusiness

/// Says what is wrong with an open deal. Pure.
struct HealthModel: Sendable {
    var calendar = WorkingCalendar()

    /// A next step planned for today or later is respected: such a deal waits on purpose and is not stuck.
    func findings(_ deal: OpenDeal, now: Date) -> [Finding] {
        let today = CivilDate(now, in: calendar.zone)
        let isPlanned = deal.nextStepOn.map { $0 >= today } ?? false
        var findings: [Finding] = []
        if let limit = deal.limitBusinessDays, !isPlanned {
            let days = calendar.businessDays(after: CivilDate(deal.stageSince, in: calendar.zone), through: today)
            if days > limit {
                findings.append(
                    Finding(
                        kind: .stuck,
                        measured: days,
                        threshold: limit,
                        suggestion: suggestion(deal, isLate: days > 2 * limit)
                    )
                )
            }
        }
        if let close = deal.expectedClose, close < today {
            let days = calendar.businessDays(after: close, through: today)
            findings.append(
                Finding(
                    kind: .overdueClose,
                    measured: days,
                    threshold: 0,
                    suggestion: "Revoir la date de clôture prévue (\(close.frenchShort))"
                )
            )
        }
        if let step = deal.nextStepOn, step < today {
            let days = calendar.businessDays(after: step, through: today)
            if days > 0 {
                findings.append(
                    Finding(
                        kind: .overdueStep,
                        measured: days,
                        threshold: 0,
                        suggestion: "Faire ou replanifier l’étape prévue le \(step.frenchShort)"
                    )
                )
            }
        }
        return findings
    }

    private func suggestion(_ deal: OpenDeal, isLate: Bool) -> String {
        if isLate { return "Relancer une dernière fois, puis clore si rien ne bouge" }
        return deal.nextStepOn == nil ? "Fixer une prochaine étape datée" : "Relancer et dater la prochaine étape"
    }
}
