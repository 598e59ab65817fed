import Foundation
import FrenchBusiness
import Postgres

/// Now, with the bounds of the day that people live in.
struct Moment: Sendable {
    let now: Date
    let zone: TimeZone

    var day: CivilDate { CivilDate(now, in: zone) }
    var tomorrow: Date { day.adding(days: 1).instant(in: zone) }
}

extension CivilDate {
    /// The same day as the database's values have it.
    var column: CivilDay {
        let (year, month, day) = fields
        return CivilDay(year: year, month: month, day: day)
    }

    init?(_ column: CivilDay) {
        self.init(year: column.year, month: column.month, day: column.day)
    }
}
