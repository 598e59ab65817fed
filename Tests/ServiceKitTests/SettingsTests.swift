import Contracts
import Foundation
import Testing

@testable import ServiceKit

@Suite struct SettingsTests {
    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func aVariableWinsOverItsFileAndBothOverTheConfigFile() throws {
        let secret = try file("from file\n")
        let config = try file("# comment\nFILON_A=from config\nFILON_B=\"from config\"\nFILON_C=from config\n")
        let settings = try Settings(environment: [
            "FILON_CONFIG": config, "FILON_A": "from variable", "FILON_A_FILE": secret, "FILON_B_FILE": secret,
        ])
        #expect(try settings.text("FILON_A", "a") == "from variable")
        #expect(try settings.text("FILON_B", "b") == "from file")
        #expect(try settings.text("FILON_C", "c") == "from config")
    }

    @Test func aFileVariableInsideTheConfigFileIsReadToo() throws {
        let secret = try file("s3cret")
        let settings = try Settings(environment: ["FILON_CONFIG": try file("FILON_TOKEN_FILE=\(secret)")])
        #expect(settings.optional("FILON_TOKEN", secret: true, "t") == "s3cret")
    }

    @Test func whatIsMissingIsNamedWithTheRemedy() throws {
        let settings = try Settings(environment: [:])
        let error = #expect(throws: SettingsError.self) { try settings.text("FILON_DATABASE_URL", "an address") }
        #expect(error?.description.contains("FILON_DATABASE_URL is not set") == true)
        #expect(error?.description.contains("FILON_DATABASE_URL_FILE") == true)
    }

    @Test func anUnreadableFileIsNamed() {
        let error = #expect(throws: SettingsError.self) {
            try Settings(environment: ["FILON_AMQP_URL_FILE": "/does/not/exist"])
        }
        #expect(error?.description.contains("FILON_AMQP_URL_FILE") == true)
    }

    @Test(arguments: ["x", "0", "65", "-1", "4.5"])
    func aNumberOutOfRangeIsRefusedWithItsRange(text: String) throws {
        let settings = try Settings(environment: ["FILON_DATABASE_POOL": text])
        let error = #expect(throws: SettingsError.self) {
            try settings.integer("FILON_DATABASE_POOL", default: 4, in: 1...64, "sessions")
        }
        #expect(error?.description.contains("from 1 to 64") == true)
    }

    @Test func whatIsShownHoldsNoSecret() throws {
        let settings = try Settings(environment: [
            "FILON_DATABASE_URL": "postgresql://filon:hunter2@db/filon", "FILON_SLACK_TOKEN": "xoxb-hunter2",
            "FILON_AMQP_URL": "amqp://a:hunter2@one/filon,amqp://a:hunter2@two/filon",
            "FILON_OTHER": "host=db password=hunter2 user=x",
        ])
        _ = try HostConfig(settings, service: .scoring)
        _ = settings.optional("FILON_SLACK_TOKEN", secret: true, "Slack")
        _ = settings.optional("FILON_OTHER", "conninfo")
        #expect(!settings.shown.contains("hunter2"))
        #expect(settings.shown.contains("FILON_SLACK_TOKEN=set"))
        #expect(settings.shown.contains("postgresql://filon:***@db/filon"))
    }

    @Test(arguments: [
        ("FILON_HTTP_BIND", "8083"), ("FILON_HTTP_BIND", "127.0.0.1:x"), ("FILON_HTTP_BIND", "127.0.0.1:70000"),
        ("FILON_LOG_LEVEL", "loud"), ("FILON_TIME_ZONE", "Mars/Olympus"), ("FILON_DATABASE_POOL", "0"),
    ])
    func aWrongSettingStopsTheStartWithItsName(name: String, value: String) throws {
        let settings = try Settings(environment: [
            "FILON_DATABASE_URL": "postgresql://db/filon", "FILON_AMQP_URL": "amqp://mq/filon", name: value,
        ])
        let error = #expect(throws: SettingsError.self) { try HostConfig(settings, service: .scoring) }
        #expect(error?.description.contains(name) == true)
    }

    @Test func portsFollowTheDesign() {
        #expect(ServiceName.console.defaultPort == 8080)
        #expect(ServiceName.ingest.defaultPort == 8081)
        #expect(ServiceName.notifier.defaultPort == 8086)
        #expect(Set(ServiceName.allCases.map(\.defaultPort)).count == ServiceName.allCases.count)
    }
}
