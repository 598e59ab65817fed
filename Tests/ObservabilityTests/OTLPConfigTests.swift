import Contracts
import OTLP
import ServiceKit
import Testing

@Suite struct OTLPConfigTests {
    @Test func tracesGoBelowTheBaseAddress() throws {
        let plain = try OTLPConfig(base: "http://collector:4318", headers: nil, ratio: "0.25")
        #expect(plain.url == "http://collector:4318/v1/traces" && plain.ratio == 0.25 && plain.headers.isEmpty)
        let nested = try OTLPConfig(base: "https://api.example/otlp/", headers: "a=b, api-key=x%3D%2Cy ", ratio: "1")
        #expect(nested.url == "https://api.example/otlp/v1/traces")
        #expect(nested.headers == ["a": "b", "api-key": "x=,y"])
    }

    @Test(arguments: [
        ("FILON_OTLP_URL", "collector:4318"), ("FILON_OTLP_URL", "ftp://collector"), ("FILON_OTLP_URL", "http://"),
        ("FILON_OTLP_URL", "http://collector?x=1"), ("FILON_OTLP_RATIO", "2"), ("FILON_OTLP_RATIO", "-0.1"),
        ("FILON_OTLP_RATIO", "nan"), ("FILON_OTLP_RATIO", "all"), ("FILON_OTLP_HEADERS", "token"),
        ("FILON_OTLP_HEADERS", "=x"), ("FILON_OTLP_HEADERS", "a=%zz"),
    ])
    func aWrongSettingStopsTheStartWithItsName(name: String, value: String) throws {
        let settings = try Settings(environment: [
            "FILON_DATABASE_URL": "postgresql://db/filon", "FILON_AMQP_URL": "amqp://mq/filon", name: value,
        ])
        let error = #expect(throws: SettingsError.self) { try HostConfig(settings, service: .scoring) }
        #expect(error?.description.contains(name) == true)
    }

    @Test func tracingIsOffUnlessAnAddressIsSetAndItsHeadersAreASecret() throws {
        var environment = ["FILON_DATABASE_URL": "postgresql://db/filon", "FILON_AMQP_URL": "amqp://mq/filon"]
        #expect(try HostConfig(Settings(environment: environment), service: .scoring).tracing == nil)
        environment["FILON_OTLP_URL"] = "http://collector:4318"
        environment["FILON_OTLP_HEADERS"] = "x-token=hunter2"
        let settings = try Settings(environment: environment)
        #expect(try HostConfig(settings, service: .scoring).tracing?.headers == ["x-token": "hunter2"])
        #expect(!settings.shown.contains("hunter2"))
    }
}
