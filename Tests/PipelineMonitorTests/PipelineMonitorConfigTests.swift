import Foundation
import ServiceKit
import Testing

@testable import PipelineMonitor

@Suite struct PipelineMonitorConfigTests {
    @Test func withoutSettingsTheReportComesAtHalfPastSeven() throws {
        let config = try PipelineMonitorConfig(Settings(environment: [:]))

        #expect(config.reportAt == (7, 30))
        #expect((config.checkMinutes, config.stuckShareAlert) == (15, 30))
        #expect(config.timeZone.identifier == "Europe/Paris")
    }

    @Test(arguments: [
        ("FILON_PIPELINE_REPORT_AT", "25:00"), ("FILON_PIPELINE_REPORT_AT", "7h30"), ("FILON_PIPELINE_REPORT_AT", "7:"),
        ("FILON_PIPELINE_REPORT_AT", "007:30"), ("FILON_PIPELINE_CHECK_MINUTES", "0"),
        ("FILON_PIPELINE_STUCK_SHARE_ALERT", "101"), ("FILON_TIME_ZONE", "Paris"),
    ])
    func aWrongSettingIsRefusedByName(name: String, value: String) throws {
        let error = #expect(throws: SettingsError.self) {
            try PipelineMonitorConfig(Settings(environment: [name: value]))
        }
        #expect(error?.description.hasPrefix(name) == true)
    }
}
