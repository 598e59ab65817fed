import Contracts
import Messaging

/// The five hops of the flow, in the order of the real services; each hears what the one before it announces.
enum FlowHop: String, CaseIterable {
    case ingest, enrichment, scoring, assignment, notifier

    init(named name: String) throws {
        guard let hop = FlowHop(rawValue: name) else { throw Options.Wrong(text: "there is no hop \(name)") }
        self = hop
    }

    var service: ServiceName {
        switch self {
        case .ingest: .ingest
        case .enrichment: .enrichment
        case .scoring: .scoring
        case .assignment: .assignment
        case .notifier: .notifier
        }
    }

    /// 1…5, as it stands in the fact table.
    var number: Int { (FlowHop.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// Makes the handler hear its type.
    /// - Parameter burn: processor time that each message takes besides.
    func register(in registry: inout HandlerRegistry, _ watch: Stopwatch, burn: Duration) throws {
        switch self {
        case .ingest:
            registry.hear(try handler(CompanySubmitted.self, CompanyRegistered.self, watch, burn))
        case .enrichment:
            registry.hear(try handler(CompanyRegistered.self, CompanyEnriched.self, watch, burn))
        case .scoring:
            registry.hear(try handler(CompanyEnriched.self, LeadScored.self, watch, burn))
        case .assignment:
            registry.hear(try handler(LeadScored.self, LeadAssigned.self, watch, burn))
        case .notifier:
            registry.hear(try handler(LeadAssigned.self, NotificationDelivered.self, watch, burn))
        }
    }

    /// The JSON that a flow begins with at this hop.
    func firstBody() throws -> [UInt8] {
        switch self {
        case .ingest: try CompanySubmitted.body()
        case .enrichment: try CompanyRegistered.body()
        case .scoring: try CompanyEnriched.body()
        case .assignment: try LeadScored.body()
        case .notifier: try LeadAssigned.body()
        }
    }

    private func handler<Heard: Event, Announced: PaddedEvent>(
        _: Heard.Type,
        _: Announced.Type,
        _ watch: Stopwatch,
        _ burn: Duration
    ) throws -> HopHandler<Heard, Announced> {
        HopHandler(hop: number, filler: try Announced.filler(), watch: watch, burn: burn)
    }
}
