import Contracts

extension OpportunityWon: ToldEvent {
    static let handlerName = "tell-opportunity-won"

    /// The managers; whoever won it knows.
    func tellings(_ moments: MomentWords) -> [Telling] {
        let telling = Telling(
            kind: MessageKind.opportunityWon,
            audience: .managers,
            department: deal.department,
            occasion: deal.dealID.description,
            lead: deal.leadID,
            company: deal.companyID
        ) { language in
            SalesWording(moments: moments).won(deal, in: language)
        }
        return [telling]
    }
}
