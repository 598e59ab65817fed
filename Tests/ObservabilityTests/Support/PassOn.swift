import Contracts
import Foundation
import Messaging
import Postgres

/// Hears one type of event and does what a test says.
struct PassOn<Message: Event>: MessageHandler {
    static var name: String { "test.\(Message.type)" }

    let behaviour: @Sendable (Delivery<Message>, isolated PostgresSession) throws -> Outcome

    init(
        _ behaviour: @escaping @Sendable (Delivery<Message>, isolated PostgresSession) throws -> Outcome =
            { _, _ in .done }
    ) {
        self.behaviour = behaviour
    }

    func handle(_ delivery: Delivery<Message>, in tx: isolated PostgresSession) throws -> Outcome {
        try behaviour(delivery, tx)
    }
}

/// Looks outside for what it hears, which takes no time and finds nothing.
struct LookUp<Message: Event>: GatheringHandler {
    static var name: String { "test.look.\(Message.type)" }

    @concurrent func gather(_ delivery: Delivery<Message>) async throws -> Int { 1 }

    func handle(
        _ deliveries: [(delivery: Delivery<Message>, gathered: Int)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] { deliveries.map { _ in .done } }
}

enum Sample {
    static let department = DepartmentID(rawValue: "commercial")

    static func registered(_ lead: LeadID = LeadID(), name: String = "x") -> LeadRegistered {
        LeadRegistered(
            leadID: lead,
            companyID: CompanyID(),
            department: department,
            companyName: name,
            identified: true,
            source: "test",
            motion: "new",
            hasPhone: false,
            hasEmail: false,
            version: 1
        )
    }

    static func scored(_ lead: LeadID) -> LeadScored {
        LeadScored(
            leadID: lead,
            companyID: CompanyID(),
            department: department,
            companyName: "x",
            score: ScoreSummary(points: 0, ruleSet: "test", lines: []),
            band: "D",
            urgency: "low",
            priority: 0,
            sizeClass: "unknown",
            turnover: TurnoverSummary(status: "unknown", trend: "unknown"),
            version: 1
        )
    }

    static func pooled(_ lead: LeadID) -> LeadPooled {
        LeadPooled(
            leadID: lead,
            companyID: CompanyID(),
            department: department,
            decisionID: DecisionID(),
            reasons: [],
            priority: 1,
            version: 1
        )
    }
}
