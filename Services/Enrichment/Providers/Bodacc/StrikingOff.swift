import FrenchBusiness

/// Whether a company is struck off the register (RCS), which one notice does not tell: a seat that moves to another
/// court's district is struck off at its old register and entered at the new one, in any order.
enum StrikingOff {
    /// Notices by which a register shows that the company is entered with it.
    private static let entries: Set<String> = ["creation", "immatriculation", "modification", "dpc"]
    private static let registrations: Set<String> = ["creation", "immatriculation"]
    /// How long before the striking off at the old register the entry at the new one may be announced.
    private static let daysAhead = 180

    /// - Parameters:
    ///   - notices: those that stand.
    ///   - takenBack: when a clerk's report that names no notice took strikings off back, if one did.
    static func end(in notices: [BodaccNotice], takenBack: CivilDate?) -> Proceeding? {
        let strikings = notices.filter { notice in
            guard let striking = notice.striking, !striking.isMove, !striking.isRetraction else { return false }
            return takenBack.map { notice.publishedOn > $0 } ?? true && !isMove(notice, among: notices)
        }
        guard let last = strikings.max(by: { $0.publishedOn < $1.publishedOn }), let striking = last.striking else {
            return nil
        }
        let back = notices.first { registrations.contains($0.family) && $0.publishedOn > last.publishedOn }
        return Proceeding(
            kind: .struckOff,
            since: striking.endedOn ?? last.publishedOn,
            until: back?.publishedOn,
            reference: last.id
        )
    }

    /// Whether another register shows the company afterwards, or entered it shortly before.
    private static func isMove(_ notice: BodaccNotice, among notices: [BodaccNotice]) -> Bool {
        guard let registry = notice.registry else { return false }
        return notices.contains { other in
            guard let entered = other.registry, entered != registry, entries.contains(other.family) else {
                return false
            }
            if other.publishedOn > notice.publishedOn { return true }
            return registrations.contains(other.family)
                && other.publishedOn >= notice.publishedOn.adding(days: -daysAhead)
        }
    }
}
