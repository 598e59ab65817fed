import Contracts

extension LeadReassigned: ToldEvent {
    static let handlerName = "tell-lead-reassigned"

    /// The new owner, and the one who need not bother any more.
    func tellings(_ moments: MomentWords) -> [Telling] {
        let wording = LeadWording(moments: moments)
        let gained = telling(MessageKind.leadReassigned, owner) { language in
            wording.assigned(card, lead: leadID, reasons: reasons, dueAt: dueAt, isTakenOver: true, in: language)
        }
        guard previousOwner != owner else { return [gained] }
        let lost = telling(MessageKind.leadTaken, previousOwner) { language in
            wording.taken(card, lead: leadID, reasons: reasons, in: language)
        }
        return [gained, lost]
    }

    private func telling(
        _ kind: String,
        _ recipient: UserID,
        notice: @escaping @Sendable (Language) -> Notice
    ) -> Telling {
        Telling(
            kind: kind,
            audience: .colleague(recipient),
            department: department,
            occasion: decisionID.description,
            lead: leadID,
            company: companyID,
            leadVersion: version,
            notice: notice
        )
    }
}
