import Foundation
import FrenchBusiness

/// Why a colleague cannot take a lead.
enum Obstacle: Sendable, Equatable {
    case inactive
    case role(String)
    case takesNone
    case sector(String)
    /// An absence that ends at midnight ends with the day before.
    case absent(lastDay: CivilDate)
    case full(assigned: Int, capacity: Int)

    /// Gone on another day, without anybody changing anything.
    var passes: Bool {
        switch self {
        case .absent, .full: true
        case .inactive, .role, .takesNone, .sector: false
        }
    }
}

/// A colleague before one lead.
struct Standing: Sendable {
    let colleague: Colleague
    let obstacle: Obstacle?
    /// The lead lies in a sector that the colleague has by name.
    let ownsSector: Bool
    /// The colleague follows the lead's trade, or every trade. A preference, not a wall: a lead whose trade nobody
    /// follows still goes to somebody.
    let knowsTrade: Bool
    /// What the colleague may be given today, with the overflow of a critical lead.
    let limit: Int

    init(_ colleague: Colleague, for lead: LeadBrief, role: String, overflowPercent: Int, in zone: TimeZone) {
        self.colleague = colleague
        let overflow = lead.urgency == .critical ? max(0, overflowPercent) : 0
        limit = (colleague.capacity * (100 + overflow) + 99) / 100
        ownsSector = lead.departement.map(colleague.zones.contains) ?? false
        knowsTrade = lead.section.map { colleague.skills.isEmpty || colleague.skills.contains($0) } ?? true
        obstacle = Self.obstacle(of: colleague, lead, role: role, limit: limit, ownsSector: ownsSector, in: zone)
    }

    /// Assigned over capacity, both multiplied by the capacities: whole numbers compare exactly.
    func loadShare(beside other: Standing) -> Int { colleague.assignedToday * max(1, other.colleague.capacity) }

    private static func obstacle(
        of colleague: Colleague,
        _ lead: LeadBrief,
        role: String,
        limit: Int,
        ownsSector: Bool,
        in zone: TimeZone
    ) -> Obstacle? {
        guard colleague.active else { return .inactive }
        guard colleague.role == role else { return .role(colleague.role) }
        guard colleague.capacity > 0 else { return .takesNone }
        if let departement = lead.departement, !ownsSector, !colleague.zones.isEmpty { return .sector(departement) }
        if let until = colleague.absentUntil {
            return .absent(lastDay: CivilDate(until.addingTimeInterval(-1), in: zone))
        }
        guard colleague.assignedToday < limit else {
            return .full(assigned: colleague.assignedToday, capacity: colleague.capacity)
        }
        return nil
    }
}
