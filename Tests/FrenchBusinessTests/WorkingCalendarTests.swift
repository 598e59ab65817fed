import Foundation
import FrenchBusiness
import Testing

@Suite struct WorkingCalendarTests {
    private let calendar = WorkingCalendar()

    @Test(arguments: [
        (1961, "1961-04-02"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2024, "2024-03-31"),
        (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25"), (2285, "2285-03-22"),
    ])
    func `Easter falls where the church has it`(year: Int, date: String) {
        #expect(PublicHolidays.easter(year).text == date)
    }

    @Test func `Easter is a Sunday between 22 March and 25 April in every year`() throws {
        let wrong = try (1583...9999).filter { year in
            let easter = PublicHolidays.easter(year)
            let march22 = try #require(CivilDate(year: year, month: 3, day: 22))
            return easter.weekday != .sunday || !(0...34).contains(march22.days(until: easter))
        }
        #expect(wrong.isEmpty)
    }

    @Test func `France has eleven public holidays, Alsace-Moselle thirteen`() {
        let days = PublicHolidays().all(in: 2026).map(\.date.text)
        #expect(
            days == [
                "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14",
                "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25",
            ]
        )
        let local = PublicHolidays(includesAlsaceMoselle: true).all(in: 2026)
        #expect(local.count == 13)
        #expect(local.map(\.name).contains("Vendredi saint") && local.last?.date.text == "2026-12-26")
    }

    @Test(arguments: [
        ("2026-11-23T09:00", true), ("2026-11-23T08:59", false), ("2026-11-23T12:30", false),
        ("2026-11-23T14:00", true),
        ("2026-11-23T18:00", false), ("2026-11-22T10:00", false), ("2026-05-14T10:00", false),
        ("2026-07-01T09:00", true),
    ])
    func `working time follows the local clock`(local: String, isWorked: Bool) throws {
        #expect(try calendar.isWorkingTime(instant(local)) == isWorked)
    }

    @Test(arguments: [
        ("2026-11-23T09:00", 30, "2026-11-23T09:30"), ("2026-11-23T12:00", 60, "2026-11-23T14:30"),
        ("2026-11-23T17:30", 60, "2026-11-24T09:30"), ("2026-11-27T17:00", 120, "2026-11-30T10:00"),
        ("2026-05-13T17:30", 60, "2026-05-15T09:30"), ("2026-11-22T03:00", 0, "2026-11-23T09:00"),
        ("2026-11-23T17:00", 60, "2026-11-23T18:00"), ("2026-03-27T17:00", 450, "2026-03-30T17:00"),
        ("2026-11-23T12:45", -5, "2026-11-23T14:00"),
    ])
    func `working minutes are added across lunch, nights, weekends and holidays`(
        start: String,
        minutes: Int,
        end: String
    ) throws {
        let begin = try instant(start)
        let due = try #require(calendar.adding(minutes: minutes, to: begin))
        #expect(try due == instant(end))
        #expect(calendar.workingMinutes(from: begin, to: due) == max(0, minutes))
    }

    @Test func `a night shift lasts as long as its clock change makes it`() throws {
        let night = try #require(MinuteRange(start: 0, end: 360))
        let shift = WorkingCalendar(hours: WorkingHours([.sunday: [night]]))
        let spring = try instant("2026-03-29T00:00")
        let autumn = try instant("2026-10-25T00:00")
        #expect(shift.workingMinutes(from: spring, to: spring.addingTimeInterval(86_400)) == 300)
        #expect(shift.workingMinutes(from: autumn, to: autumn.addingTimeInterval(86_400)) == 420)
    }

    @Test func `business days skip weekends, holidays and closed days`() throws {
        let wednesday = try #require(CivilDate("2026-05-13"))
        let sunday = try #require(CivilDate("2026-11-22"))
        let bridge = try #require(CivilDate("2026-05-15"))
        let closed = WorkingCalendar(closedDays: [bridge])
        #expect(calendar.businessDay(1, after: wednesday) == bridge)
        #expect(closed.businessDay(1, after: wednesday)?.text == "2026-05-18")
        #expect(closed.businessDay(-1, after: bridge) == wednesday)
        #expect(calendar.businessDay(0, after: sunday)?.text == "2026-11-23")
        #expect(calendar.businessDays(after: wednesday, through: wednesday.adding(days: 7)) == 4)
    }

    @Test func `a calendar without working time promises nothing`() throws {
        let never = WorkingCalendar(hours: WorkingHours([:]))
        #expect(never.adding(minutes: 1, to: .now) == nil)
        #expect(never.businessDay(1, after: .latest) == nil)
        for instant in [Date(timeIntervalSince1970: .infinity), Date(timeIntervalSince1970: -.nan), .distantPast] {
            _ = calendar.isWorkingTime(instant)
            _ = calendar.adding(minutes: .max, to: instant)
            _ = calendar.workingMinutes(from: instant, to: .now)
        }
    }

    @Test func `hours are joined, survive JSON and refuse nonsense`() throws {
        let morning = try #require(MinuteRange(start: 540, end: 720))
        let noon = try #require(MinuteRange(start: 700, end: 800))
        let both = try #require(MinuteRange(start: 540, end: 800))
        let hours = WorkingHours([.monday: [noon, morning], .tuesday: []])
        #expect(hours.ranges(on: .monday) == [both])
        #expect(hours.weeklyMinutes == 260 && WorkingHours.office.weeklyMinutes == 5 * 450)
        #expect(try JSONDecoder().decode(WorkingHours.self, from: JSONEncoder().encode(hours)) == hours)
        let wrong = Data(#"{"monday":[{"start":900,"end":800}]}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(WorkingHours.self, from: wrong) }
    }

    /// A local time of Paris, read by Foundation, not by the code under test.
    private func instant(_ local: String) throws -> Date {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "Europe/Paris")
        formatter.dateFormat = "yyyy-MM-dd'T'HH:mm"
        return try #require(formatter.date(from: local))
    }
}
