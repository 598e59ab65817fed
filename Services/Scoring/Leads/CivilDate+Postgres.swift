import FrenchBusiness
import Postgres

extension CivilDate {
    /// The same day as a `date` column holds it.
    var postgresDay: CivilDay {
        let (year, month, day) = fields
        return CivilDay(year: year, month: month, day: day)
    }

    /// The day that a `date` column holds.
    init?(_ day: CivilDay) { self.init(year: day.year, month: day.month, day: day.day) }
}
