import Foundation
import ServiceKit
import Testing

@testable import Assignment

@Suite struct AssignmentConfigTests {
    @Test func aCriticalLeadMayExceedTheDayByAFifthUnlessToldOtherwise() throws {
        #expect(try AssignmentConfig(Settings(environment: [:])).criticalOverflowPercent == 20)
        let none = try AssignmentConfig(Settings(environment: ["FILON_ASSIGNMENT_CRITICAL_OVERFLOW": "0"]))
        #expect(none.criticalOverflowPercent == 0)
    }

    @Test(arguments: [
        "FILON_ASSIGNMENT_CRITICAL_OVERFLOW", "FILON_ASSIGNMENT_DRAW_SECONDS", "FILON_ASSIGNMENT_STATUS_DAYS",
    ])
    func aNumberOutOfItsRangeIsRefusedByName(name: String) throws {
        let error = #expect(throws: SettingsError.self) {
            try AssignmentConfig(Settings(environment: [name: "-1"]))
        }
        #expect(error?.description.hasPrefix(name) == true)
    }

    @Test func theZoneOfTheBusinessIsReadAndAWrongOneIsRefused() throws {
        #expect(try AssignmentConfig(Settings(environment: [:])).timeZone.identifier == "Europe/Paris")
        let island = try AssignmentConfig(Settings(environment: ["FILON_TIME_ZONE": "Indian/Reunion"]))
        #expect(island.timeZone.identifier == "Indian/Reunion")
        #expect(throws: SettingsError.self) {
            try AssignmentConfig(Settings(environment: ["FILON_TIME_ZONE": "Reunion"]))
        }
    }
}
