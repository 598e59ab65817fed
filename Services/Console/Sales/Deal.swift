import Contracts
import Foundation
import FrenchBusiness

/// A deal as kept, and how it may change.
struct Deal: Equatable, Sendable {
    enum State: String, Sendable {
        case open, won, lost
    }

    /// What stands where a text was emptied because it may name somebody who was erased.
    static let erasedTitle = "Affaire (nom effacé)"
    static let erasedReason = "Motif effacé"

    let id: DealID
    let leadID: LeadID
    let companyID: CompanyID
    let department: DepartmentID
    var owner: UserID?
    var title: String
    var stage: String
    var state: State
    var stageSince: Date
    var amountCents: Int64?
    var expectedClose: CivilDate?
    var nextStep: String?
    var nextStepOn: CivilDate?
    var lostReason: String?
    var closedAt: Date?
    let createdAt: Date
    var version: Int64

    var described: DealState {
        DealState(
            dealID: id,
            leadID: leadID,
            companyID: companyID,
            department: department,
            owner: owner,
            title: title,
            stage: stage,
            stageSince: stageSince,
            amountCents: amountCents,
            expectedClose: expectedClose,
            nextStep: nextStep,
            nextStepOn: nextStepOn,
            createdAt: createdAt,
            version: version
        )
    }

    /// - Throws: ``Refusal`` unless title and amount can be.
    func check() throws(Refusal) {
        guard (1...300).contains(title.count) else {
            throw Refusal("deal.title_length", "Le nom de l’affaire compte de 1 à 300 caractères.", field: "title")
        }
        guard (amountCents ?? 0) >= 0, (amountCents ?? 0) <= 100_000_000_000_000 else {
            throw Refusal("deal.amount_range", "Le montant est négatif ou trop grand.", field: "amount_cents")
        }
        guard (nextStep?.count ?? 0) <= 2000 else {
            throw Refusal("deal.step_length", "La suite dépasse 2\u{202F}000 caractères.", field: "next_step")
        }
    }

    /// The deal in another stage. Winning asks for an amount, losing for a reason; leaving an end opens the deal again.
    func moved(to target: Stage, lostReason reason: String?, at: Date) throws(Refusal) -> Deal {
        var moved = self
        (moved.stage, moved.stageSince) = (target.key, at)
        switch target.terminal {
        case .won:
            guard amountCents != nil else {
                throw Refusal("deal.amount_missing", "Indiquez le montant d’une affaire gagnée.", field: "amount_cents")
            }
            (moved.state, moved.closedAt, moved.lostReason) = (.won, at, nil)
        case .lost:
            guard let reason, (1...500).contains(reason.count) else {
                throw Refusal("deal.reason_missing", "Indiquez pourquoi l’affaire est perdue.", field: "lost_reason")
            }
            (moved.state, moved.closedAt, moved.lostReason) = (.lost, at, reason)
        case nil:
            (moved.state, moved.closedAt, moved.lostReason) = (.open, nil, nil)
        }
        return moved
    }
}
