public import Contracts
public import Foundation
public import Logging
public import OTLP

/// What every service needs to run.
public struct HostConfig: Sendable {
    public let databaseURL: String
    public let databasePool: Int
    public let brokerURL: String
    public let bindHost: String
    public let bindPort: Int
    public let logLevel: Logger.Level
    public let timeZone: TimeZone
    /// Where traces go; nil: none are made.
    public let tracing: OTLPConfig?

    /// - Throws: ``SettingsError`` naming the variable and the remedy.
    public init(_ settings: Settings, service: ServiceName) throws {
        databaseURL = try settings.text("FILON_DATABASE_URL", "the service's PostgreSQL address, as libpq takes it")
        databasePool = try settings.integer(
            "FILON_DATABASE_POOL",
            default: 4,
            in: 1...64,
            "database sessions for handlers"
        )
        brokerURL = try settings.text(
            "FILON_AMQP_URL",
            "the RabbitMQ address, amqp://user:password@host:port/vhost, several separated by commas"
        )
        (bindHost, bindPort) = try HostConfig.bind(settings, service: service)
        let level = try settings.text(
            "FILON_LOG_LEVEL",
            default: "info",
            "trace, debug, info, notice, warning, error or critical"
        )
        guard let logLevel = Logger.Level(rawValue: level.lowercased()) else {
            throw SettingsError("FILON_LOG_LEVEL must be one of trace, debug, info, notice, warning, error, critical.")
        }
        self.logLevel = logLevel
        let zone = try settings.text(
            "FILON_TIME_ZONE",
            default: "Europe/Paris",
            "time zone of the business, an IANA name"
        )
        guard let timeZone = TimeZone(identifier: zone) else {
            throw SettingsError("FILON_TIME_ZONE must be an IANA time zone, e.g. Europe/Paris.")
        }
        self.timeZone = timeZone
        tracing = try HostConfig.tracing(settings)
    }

    /// - Returns: where the service's own HTTP listens.
    static func bind(_ settings: Settings, service: ServiceName) throws -> (host: String, port: Int) {
        let bind = try settings.text(
            "FILON_HTTP_BIND",
            default: "127.0.0.1:\(service.defaultPort)",
            "address and port of the service's own HTTP"
        )
        guard let colon = bind.lastIndex(of: ":"), let port = Int(bind[bind.index(after: colon)...]),
            (0...65535).contains(port)
        else { throw SettingsError("FILON_HTTP_BIND must be address:port, e.g. 127.0.0.1:8083.") }
        return (String(bind[..<colon]), port)
    }

    private static func tracing(_ settings: Settings) throws -> OTLPConfig? {
        let url = settings.optional("FILON_OTLP_URL", "base address of an OpenTelemetry collector; traces go there")
        let headers = settings.optional(
            "FILON_OTLP_HEADERS",
            secret: true,
            "name=value pairs for the collector, separated by commas"
        )
        let ratio = try settings.text("FILON_OTLP_RATIO", default: "0.25", "share of stories begun here that is traced")
        do {
            // Checked even while tracing is off, so that switching it on holds no surprise.
            let config = try OTLPConfig(base: url ?? "http://collector:4318", headers: headers, ratio: ratio)
            return url == nil ? nil : config
        } catch {
            throw SettingsError("\(error)")
        }
    }
}

extension ServiceName {
    /// The port a service takes unless told: console 8080, then DESIGN's order.
    public var defaultPort: Int {
        switch self {
        case .console: 8080
        case .ingest: 8081
        case .enrichment: 8082
        case .scoring: 8083
        case .assignment: 8084
        case .pipelineMonitor: 8085
        case .notifier: 8086
        case .clientSuccess: 8087
        case .operator: 8088
        }
    }
}
