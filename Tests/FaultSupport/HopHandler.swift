public import Contracts
public import Messaging
public import Postgres

/// The hop that faults are tried on: notes each lead once it hears of it, and announces one event about it. Its table
/// has no key, so that a second effect is seen and not swallowed.
public struct HopHandler: MessageHandler {
    public static let name = "scoring.fault-hop"
    private let harm: @Sendable (Delivery<LeadRegistered>, isolated PostgresSession) throws -> Void

    /// - Parameter harm: runs after the effect, in its transaction.
    public init(
        _ harm: @escaping @Sendable (Delivery<LeadRegistered>, isolated PostgresSession) throws -> Void = { _, _ in }
    ) {
        self.harm = harm
    }

    public func handle(_ delivery: Delivery<LeadRegistered>, in tx: isolated PostgresSession) throws -> Outcome {
        try HopStore.note(delivery.message.leadID, in: tx)
        try harm(delivery, tx)
        return .done([HopHandler.announcement(delivery.message)])
    }

    static func announcement(_ lead: LeadRegistered) -> LeadPooled {
        LeadPooled(
            leadID: lead.leadID,
            companyID: lead.companyID,
            department: lead.department,
            decisionID: DecisionID(),
            reasons: [],
            priority: 1,
            version: lead.version
        )
    }
}

/// The same hop for handlers that look outside first; what it looks for, it knows already.
public struct LookingHopHandler: GatheringHandler {
    public static let name = HopHandler.name
    private let look: @Sendable () -> Void

    /// - Parameter look: runs when messages are decoded, before their transaction.
    public init(_ look: @escaping @Sendable () -> Void) {
        self.look = look
    }

    @concurrent public func recall(_ deliveries: [Delivery<LeadRegistered>]) async throws -> [Bool?] {
        look()
        return deliveries.map { _ in true }
    }

    @concurrent public func gather(_ delivery: Delivery<LeadRegistered>) async throws -> Bool { true }

    public func handle(
        _ deliveries: [(delivery: Delivery<LeadRegistered>, gathered: Bool)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try deliveries.map { one in
            try HopStore.note(one.delivery.message.leadID, in: tx)
            return .done([HopHandler.announcement(one.delivery.message)])
        }
    }
}

/// Hears what the hop announces; the end of the flow.
public struct SinkHandler: MessageHandler {
    public static let name = "pipeline-monitor.fault-sink"

    public init() {}

    public func handle(_ delivery: Delivery<LeadPooled>, in tx: isolated PostgresSession) throws -> Outcome {
        try HopStore.note(delivery.message.leadID, in: tx)
        return .done
    }
}

enum HopStore {
    /// In the schema of whose role it is.
    static func note(_ lead: LeadID, in tx: isolated PostgresSession) throws {
        try tx.execute("INSERT INTO effects (lead_id) VALUES ($1)", lead.rawValue)
    }
}
