import Foundation
import FrenchBusiness

/// First contact expected by, for everything that is handed out at one moment.
struct DueDates: Sendable {
    private let byUrgency: [Urgency: Date]

    init(from now: Date, calendar: WorkingCalendar = WorkingCalendar()) {
        byUrgency = Dictionary(
            uniqueKeysWithValues: Urgency.allCases.map { urgency in
                let minutes = urgency.minutesToFirstContact
                let due = calendar.adding(minutes: minutes, to: now) ?? now.addingTimeInterval(Double(minutes) * 180)
                return (urgency, due)
            }
        )
    }

    subscript(urgency: Urgency) -> Date { byUrgency[urgency] ?? .distantFuture }
}
