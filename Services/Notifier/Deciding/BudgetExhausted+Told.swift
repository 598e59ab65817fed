import Contracts
import FrenchBusiness

extension DepartmentID {
    /// The installation's own: no department stands for it, so that its administrators are told.
    static let installation = DepartmentID("filon")
}

extension BudgetExhausted: ToldEvent {
    static let handlerName = "tell-budget-exhausted"

    /// Once a day for each provider.
    func tellings(_ moments: MomentWords) -> [Telling] {
        guard let department = DepartmentID.installation else { return [] }
        // Of one that has credits no more nobody knows until when: told once a rest.
        let day = until.map { CivilDate($0, in: moments.zone).text } ?? "open"
        let telling = Telling(
            kind: MessageKind.budgetExhausted,
            audience: .managers,
            department: department,
            occasion: "\(provider.prefix(60))/\(scope.prefix(20))/\(day)"
        ) { language in
            SalesWording(moments: moments).exhausted(self, in: language)
        }
        return [telling]
    }
}
