import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Hands enrichment what a colleague knows of a company's turnover, or takes it back; pages and API call it alike.
///
/// Announces ``TurnoverRequested``. A company's facts carry no wall: other departments see the figure, and neither who
/// gave it nor from where.
enum GiveTurnover {
    /// What somebody typed.
    struct Wish: Sendable {
        var closingDate: CivilDate
        /// nil: what was said of the year is taken back
        var amountCents: Int64?
        var months: Int
        var source: String
    }

    /// - Throws: ``Problem`` 404 behind a wall or once withdrawn; ``Refusal``.
    static func run(
        _ wish: Wish,
        on id: LeadID,
        by principal: Principal,
        _ moment: Moment,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        guard let lead = try LeadStore.find(id, in: tx), lead.withdrawnAt == nil else { throw Problem.notFound }
        if let amount = wish.amountCents {
            try CompanyQuestion.check(lead)
            try check(wish, amount, moment.day)
        } else if lead.siren == nil {
            throw CompanyQuestion.unidentified
        }
        let request = TurnoverRequested(
            actor: principal.actor,
            companyID: CompanyID(rawValue: lead.companyId),
            closingDate: wish.closingDate,
            months: wish.months,
            amountCents: wish.amountCents,
            source: wish.amountCents == nil ? "" : wish.source,
            at: WireDate.rounded(moment.now)
        )
        let action = wish.amountCents == nil ? "lead.turnover_taken_back" : "lead.turnover_given"
        let department = DepartmentID(rawValue: lead.department)
        let audit = Audit.entry(principal.actor, action, "lead/\(id)", department, wish.closingDate.text, moment.now)
        return [request, audit]
    }

    private static func check(_ wish: Wish, _ amount: Int64, _ today: CivilDate) throws(Refusal) {
        let stated = StatedTurnover(
            closingDate: wish.closingDate,
            months: wish.months,
            amountCents: amount,
            source: wish.source
        )
        guard let fault = stated.fault(today: today) else { return }
        let field =
            switch fault {
            case .negative, .absurd: "amount_cents"
            case .future, .tooOld: "closing_date"
            case .months: "months"
            case .source: "source"
            }
        throw Refusal(fault.rawValue, fault.frenchReason, field: field)
    }
}
