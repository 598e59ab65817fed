import Foundation
import FrenchBusiness
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        ("2024-12-31", "2024-12-31"), ("2024-12-31T23:59:59Z", "2024-12-31"), ("2009-12-10 08:00", "2009-12-10"),
        ("31/12/2024", "2024-12-31"), ("1/2/2024", "2024-02-01"), ("31.12.2024", "2024-12-31"),
        ("20241231", "2024-12-31"), ("10 décembre 2009", "2009-12-10"), ("1er janvier 2020", "2020-01-01"),
        ("10\u{A0}D\u{C9}CEMBRE\u{202F}2009", "2009-12-10"), ("10 de\u{301}cembre 2009", "2009-12-10"),
        ("29 févr. 2024", "2024-02-29"), ("mardi 31 décembre 2024", "2024-12-31"), ("15 août 2026", "2026-08-15"),
    ])
    func `dates are read as French people write them`(text: String, iso: String) {
        #expect(CivilDate(parsing: text)?.text == iso)
    }

    @Test(arguments: [
        "", "1993-20-02", "2023-02-29", "1900-02-29", "31/04/2024", "2024-00-10", "0000-01-01", "12/31/2024",
        "10 ju 2009", "10 brumaire 2009", "2 janvier 20", "31/12/24", "2024-12-31x", "+024-12-31", "2024-1-1",
        "١٠ janvier 2020", "99999999999999999999", "2er janvier 2020",
    ])
    func `impossible dates are refused`(text: String) {
        #expect(CivilDate(parsing: text) == nil)
    }

    @Test func `every day of four centuries comes back from its fields and its text`() throws {
        let first = try #require(CivilDate("1799-12-31"))
        var previous = first
        var wrong: [CivilDate] = []
        for offset in 1...146_100 {
            let date = first.adding(days: offset)
            let (year, month, day) = date.fields
            let isSame = CivilDate(year: year, month: month, day: day) == date && CivilDate(date.text) == date
            if !isSame || previous >= date { wrong.append(date) }
            previous = date
        }
        #expect(wrong.isEmpty)
        #expect(first.days(until: previous) == 146_100)
    }

    @Test func `the count of days agrees with Foundation's Gregorian calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for days in stride(from: -40_000, through: 60_000, by: 37) {
            let instant = Date(timeIntervalSince1970: Double(days) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: instant)
            let date = CivilDate(clamping: days)
            #expect(date.year == parts.year && date.month == parts.month && date.day == parts.day)
            let sundayFirst = try #require(parts.weekday)
            #expect(date.weekday == Weekday.allCases[(sundayFirst + 5) % 7])
        }
    }

    @Test(arguments: [
        ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-03-31", -1, "2024-02-29"),
        ("2024-12-15", 1, "2025-01-15"), ("2024-01-15", -1, "2023-12-15"), ("9999-12-01", 1, "9999-12-31"),
        ("0001-01-01", -1, "0001-01-01"), ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", .max, "9999-12-31"),
    ])
    func `months are added within the month's length`(start: String, months: Int, end: String) {
        #expect(CivilDate(start)?.adding(months: months).text == end)
    }

    @Test func `days beyond the calendar are held at its ends`() {
        #expect(CivilDate.latest.adding(days: .max) == .latest)
        #expect(CivilDate.earliest.adding(days: .min) == .earliest)
        #expect(CivilDate.earliest.text == "0001-01-01")
        #expect(CivilDate.latest.text == "9999-12-31")
    }

    @Test func `dates show in French`() {
        #expect(CivilDate("2020-01-01")?.frenchLong == "1er janvier 2020")
        #expect(CivilDate("2024-08-09")?.frenchShort == "09/08/2024")
    }

    @Test func `dates travel as ISO text and nothing else decodes`() throws {
        let date = try #require(CivilDate("2022-06-30"))
        let bytes = try JSONEncoder().encode([date])
        #expect(String(decoding: bytes, as: UTF8.self) == #"["2022-06-30"]"#)
        #expect(try JSONDecoder().decode([CivilDate].self, from: bytes) == [date])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CivilDate].self, from: Data(#"["30/06/2022"]"#.utf8))
        }
    }
}
