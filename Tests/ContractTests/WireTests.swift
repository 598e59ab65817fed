import Contracts
import Foundation
import Testing

@Suite struct WireTests {
    /// Foundation's own formatter is the judge, over four centuries and every kind of moment in a day.
    @Test func instantsAreWrittenAsFoundationWritesThem() throws {
        var generator = SystemRandomNumberGenerator()
        let judge = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<5_000 {
            let milliseconds = Int.random(in: -6_000_000_000_000...8_000_000_000_000, using: &generator)
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            let text = WireDate.text(date)
            let expected = judge.format(date.addingTimeInterval(0.0003))  // Foundation cuts; this keeps the millisecond
            #expect(text == expected)
            #expect(WireDate.date(text) == date)
        }
    }

    @Test(arguments: [
        ("2026-11-25T22:10:37Z", 1_795_644_637.0), ("2026-11-25T23:10:37.5+01:00", 1_795_644_637.5),
        ("2026-11-25t20:40:37.123456-0130", 1_795_644_637.123), ("1969-12-31T23:59:59.999Z", -0.001),
        ("2024-02-29T00:00:00Z", 1_709_164_800.0),
    ])
    func otherFormsAreRead(text: String, seconds: Double) throws {
        let date = try #require(WireDate.date(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.0001)
    }

    @Test(arguments: [
        "", "2026-11-25", "2026-11-25T22:10Z", "2026-11-25T22:10:37", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-11-25T24:00:00Z", "2026-11-25T22:60:00Z", "2026-11-25T22:10:37.Z", "2026-11-25T22:10:37Z ",
        "０026-11-25T22:10:37Z",
        "2026-11-25T22:10:37+1:00", "26-11-25T22:10:37Z", "2026-11-25T22:10:37.123ZZ",
    ])
    func whatIsNoInstantIsRefused(text: String) {
        #expect(WireDate.date(text) == nil)
    }

    @Test func extremesAreHeldWithinTheCalendar() {
        #expect(WireDate.text(Date(timeIntervalSince1970: .greatestFiniteMagnitude)).hasPrefix("9999-12-31"))
        #expect(WireDate.text(Date(timeIntervalSince1970: -.greatestFiniteMagnitude)).hasPrefix("0001-01-01"))
    }

    @Test func identifiersAreWrittenAsFoundationWritesThemInLowerCase() {
        for id in [UUID(), UUIDv7.make(), UUID(uuid: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255))] {
            #expect(id.wireText == id.uuidString.lowercased())
        }
    }

    @Test func identifiersAreReadInEitherCase() {
        for _ in 0..<100 {
            let id = UUID()
            #expect(UUID(wireText: id.wireText) == id && UUID(wireText: id.uuidString) == id)
        }
    }

    @Test(arguments: [
        "", "0190f5d2-0000-7000-8000-00000000000", "0190f5d2-0000-7000-8000-0000000000000",
        "0190f5d200000-7000-8000-000000000000", "0190f5d2-0000-7000-8000-00000000000g",
        "0190f5d2-0000-7000-8000_000000000000", "é190f5d2-0000-7000-8000-00000000000",
    ])
    func whatIsNoIdentifierIsRefused(text: String) {
        #expect(UUID(wireText: text) == nil && LeadID(text) == nil)
    }

    @Test func identifiersMadeAtOnceDiffer() {
        #expect(Set((0..<5_000).map { _ in UUIDv7.make() }).count == 5_000)
    }
}
