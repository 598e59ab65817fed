import Contracts

extension LeadAssigned: ToldEvent {
    static let handlerName = "tell-lead-assigned"

    func tellings(_ moments: MomentWords) -> [Telling] {
        var telling = Telling(
            kind: MessageKind.leadAssigned,
            audience: .colleague(owner),
            department: department,
            occasion: decisionID.description,
            lead: leadID,
            company: companyID,
            leadVersion: version
        ) { language in
            LeadWording(moments: moments).assigned(
                card,
                lead: leadID,
                reasons: reasons,
                dueAt: dueAt,
                isTakenOver: false,
                in: language
            )
        }
        telling.silence = announce ? nil : .alreadyKnown
        return [telling]
    }
}
