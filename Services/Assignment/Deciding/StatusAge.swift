import Contracts
import Foundation

/// How old a company's status may be when its lead is handed out. Partial diffusion, state and cessation age, and whoever
/// prospects must go by the newest (Code de commerce, A123-96).
///
/// A lead whose status is too old waits until the register was read again; the reading is asked for then, not before, so
/// that a pool that nobody draws from costs no look-up.
struct StatusAge: Sendable {
    var days = 30

    /// Readings asked for and not answered yet, per department, at most.
    static let together = 50
    /// Until a reading that did not come is asked for again.
    static let pause = 3600.0
    /// The same once somebody was told.
    static let longPause = 86_400.0
    /// Held so long, somebody must look.
    static let patience = 2 * 86_400.0

    /// Leads whose status was read before are too old.
    func oldest(at now: Date) -> Date { now.addingTimeInterval(-Double(days) * 86_400) }

    /// Without SIREN there is no register to read. Scores from before the reading's time was told count by their own.
    func isTooOld(_ row: LeadRow, at now: Date) -> Bool {
        row.card.siren != nil && (row.statusReadAt ?? row.scoredAt) < oldest(at: now)
    }
}

extension LeadRow {
    /// Whether the register may be asked for (again).
    func mayAsk(at now: Date) -> Bool {
        guard let askedAt else { return true }
        let pause = state == .unassignable ? StatusAge.longPause : StatusAge.pause
        return askedAt <= now.addingTimeInterval(-pause)
    }
}
