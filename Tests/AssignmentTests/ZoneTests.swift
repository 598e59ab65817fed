import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Testing

@testable import Assignment

/// A business whose day is not Paris's: at 22:30 in Paris it is half past one of the next day on La Réunion.
@Suite struct ZoneTests {
    private static let evening = Date(timeIntervalSince1970: 1_773_783_000)
    private static let island = WorkingCalendar(zone: TimeZone(identifier: "Indian/Reunion") ?? .gmt)

    private func days(_ scene: Scene) async throws -> [String] {
        try await scene.transaction { tx in
            try tx.query("SELECT day::text FROM daily_load ORDER BY day").values(as: String.self)
        }
    }

    @Test func theDaysLoadAndTheDeadlineAreTheZones() async throws {
        try await Scene.with { scene in
            var scene = scene
            scene.handOut = HandOut(calendar: Self.island)
            try await scene.user("Camille Martin", capacity: 1)

            let events = try await scene.score([.sample(urgency: "critical")], at: Self.evening)

            #expect(try await days(scene) == ["2026-03-18"])
            // Four working hours of the 18th, from 9:00 on La Réunion: 12:30, then 14:00 to 14:30.
            #expect(
                events.all(LeadAssigned.self).first.map { WireDate.text($0.dueAt) }
                    == WireDate.date("2026-03-18T10:30:00Z").map(WireDate.text)
            )
        }
    }

    @Test func aNewDayDrawsFromThePoolWhenItBeginsInTheZone() async throws {
        try await Scene.with { scene in
            var scene = scene
            try await scene.user("Camille Martin", capacity: 1)
            try await scene.score([.sample(), .sample()], at: Scene.now)
            #expect(try await scene.redistribute(at: Self.evening).isEmpty, "still the 17th in Paris")

            scene.handOut = HandOut(calendar: Self.island)

            #expect(try await scene.redistribute(at: Self.evening).all(LeadAssigned.self).count == 1)
        }
    }

    @Test func anAbsencesLastDayIsTheZonesAndStaysSoInTheRecord() async throws {
        try await Scene.with { scene in
            var scene = scene
            scene.handOut = HandOut(calendar: Self.island)
            let camille = try await scene.user("Camille Martin")
            try await scene.absence(of: camille, from: Scene.now, until: Self.evening)

            try await scene.score([.sample()])

            let record = try #require(try await scene.decisions().first)
            let inputs = try Wire.decode(DecisionInputs.self, from: record.inputs)
            let verdict = AssignmentModel.decide(inputs).verdicts.first
            #expect(verdict?.reason == "écarté\u{202F}: absent jusqu’au 18/03")
            #expect(
                try Wire.encode([verdict].compactMap(\.self))
                    == Wire.encode(try Wire.decode([Verdict].self, from: record.verdicts))
            )
        }
    }
}
