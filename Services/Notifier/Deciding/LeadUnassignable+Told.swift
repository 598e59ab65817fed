import Contracts

extension LeadUnassignable: ToldEvent {
    static let handlerName = "tell-lead-unassignable"

    func tellings(_ moments: MomentWords) -> [Telling] {
        let telling = Telling(
            kind: MessageKind.leadUnassignable,
            audience: .managers,
            department: department,
            occasion: decisionID.description,
            lead: leadID,
            company: companyID,
            leadVersion: version
        ) { language in
            LeadWording(moments: moments).unassignable(card, lead: leadID, reasons: reasons, in: language)
        }
        return [telling]
    }
}
