/// The executables that hear or announce events; the raw value is the binary's name.
public enum ServiceName: String, Sendable, CaseIterable, Codable {
    case ingest
    case enrichment
    case scoring
    case assignment
    case pipelineMonitor = "pipeline-monitor"
    case notifier
    case clientSuccess = "client-success"
    case console
    case `operator` = "filon"

    /// The service's queue.
    public var queue: String { "\(rawValue).in" }

    /// Where the service hears what an operator wants rehearsed; bound to nothing.
    public var controlQueue: String { "\(rawValue).control" }

    /// The schema that holds the service's inbox, outbox, journal and retries.
    public var plumbingSchema: String {
        switch self {
        case .ingest: "intake"
        case .pipelineMonitor: "pipeline"
        case .notifier: "notification"
        case .clientSuccess: "success"
        case .console: "admin"
        case .operator: "operator"
        default: rawValue
        }
    }

    /// The name that its logins are made of; only the operator's tool is called otherwise than its binary.
    public var loginName: String { self == .operator ? "operator" : rawValue }

    /// The service's role in PostgreSQL.
    public var databaseRole: String { "filon_" + loginName.replacing("-", with: "_") }

    /// The service's user at RabbitMQ.
    public var brokerUser: String { "filon-" + loginName }
}
