import ServiceKit
import Testing

@testable import Assignment

@Suite struct AssignmentConfigTests {
    @Test func aCriticalLeadMayExceedTheDayByAFifthUnlessToldOtherwise() throws {
        #expect(try AssignmentConfig(Settings(environment: [:])).criticalOverflowPercent == 20)
        let none = try AssignmentConfig(Settings(environment: ["FILON_ASSIGNMENT_CRITICAL_OVERFLOW": "0"]))
        #expect(none.criticalOverflowPercent == 0)
    }

    @Test(arguments: ["FILON_ASSIGNMENT_CRITICAL_OVERFLOW", "FILON_ASSIGNMENT_DRAW_SECONDS"])
    func aNumberOutOfItsRangeIsRefusedByName(name: String) throws {
        let error = #expect(throws: SettingsError.self) {
            try AssignmentConfig(Settings(environment: [name: "-1"]))
        }
        #expect(error?.description.hasPrefix(name) == true)
    }
}
