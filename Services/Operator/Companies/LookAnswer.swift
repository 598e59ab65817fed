import Foundation

/// What a look that an operator asked for came to.
struct LookAnswer: Encodable, Sendable {
    struct Step: Encodable, Sendable {
        let provider: String
        /// as the dossier's trail says: `found`, `kept`, `not_found`, `skipped`, `budget`, `not_configured`, `away`, …
        let outcome: String
        let reason: String?
        let costCents: Int
    }

    let siren: String
    let cost: LookCost
    /// false: only the price was shown
    let isSent: Bool
    /// `enriched` or `ceased`; nil: nothing was asked
    var state: String?
    var turnoverStatus: String?
    /// Why it must not be prospected
    var exclusion: String?
    var reach: CompanyReachView?
    /// What became of the question for phone and e-mail; empty where it was not put.
    var reachSteps: [Step] = []
    var spentCents: Int?

    var text: String {
        guard isSent else { return cost.text + "\nNothing was asked: add --yes to ask." }
        let steps = reachSteps.map { step in
            "\(step.provider) reach: \(step.outcome)" + (step.reason.map { " (\($0))" } ?? "")
                + (step.costCents > 0 ? ", \(LookCost.euros(step.costCents))" : "")
        }
        let status = [
            state == "ceased" ? "The company has ended: it leaves every queue." : nil,
            exclusion.map { "Must not be prospected: \($0)" },
            turnoverStatus.map { "turnover \($0)" },
        ].compactMap(\.self)
        let nothing = reachSteps.isEmpty || reach != nil ? [] : ["No phone, e-mail or site is known."]
        let spent = spentCents.map { ["This look cost \(LookCost.euros($0))."] } ?? []
        return (status + (reach?.text ?? []) + nothing + steps + spent).joined(separator: "\n")
    }
}
