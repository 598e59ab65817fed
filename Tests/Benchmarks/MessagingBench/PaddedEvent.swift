import Contracts
import Foundation
import FrenchBusiness

/// An event that can be made as large as the benchmark's rule says, by a name that is long enough.
protocol PaddedEvent: Event {
    static func padded(_ company: CompanyID, _ filler: String) -> Self
}

extension PaddedEvent {
    /// The size that the measurements of others were made with.
    private static var bodyBytes: Int { 517 }

    private static var nilCompany: CompanyID { CompanyID(rawValue: UUID(uuid: UUID.nilBytes)) }

    /// Makes up what the empty event lacks.
    static func filler() throws -> String {
        let bare = try Wire.encode(padded(nilCompany, "")).count
        return String(repeating: "x", count: max(0, bodyBytes - bare))
    }

    static func body() throws -> [UInt8] {
        try Wire.encode(padded(nilCompany, filler()))
    }
}

extension UUID {
    fileprivate static var nilBytes: uuid_t { (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) }
}

private enum Sample {
    static let siren = SIREN(number: 732_829_320)
    static let department = DepartmentID(rawValue: "commercial")
    static let instant = Date(timeIntervalSince1970: 1_790_000_000)
    static let turnover = TurnoverSummary(status: "unknown", trend: "unknown")
}

extension CompanySubmitted: PaddedEvent {
    static func padded(_ company: CompanyID, _ filler: String) -> CompanySubmitted {
        CompanySubmitted(
            department: Sample.department,
            source: "list",
            row: ["siren": "732829320", "nom": filler, "code_postal": "75011", "email": "contact@entreprise.example"]
        )
    }
}

extension CompanyRegistered: PaddedEvent {
    static func padded(_ company: CompanyID, _ filler: String) -> CompanyRegistered {
        CompanyRegistered(companyID: company, siren: Sample.siren, name: filler, postcode: "75011", version: 1)
    }
}

extension CompanyEnriched: PaddedEvent {
    static func padded(_ company: CompanyID, _ filler: String) -> CompanyEnriched {
        CompanyEnriched(
            companyID: company,
            siren: Sample.siren ?? .laPoste,
            facts: CompanyFacts(name: filler, isAssociation: false, isSoleTrader: false, isPublicBody: false),
            turnover: TurnoverFacts(status: "unknown", reason: "not_filed", years: []),
            sources: ["registry"],
            factsAt: Sample.instant
        )
    }
}

extension LeadScored: PaddedEvent {
    static func padded(_ company: CompanyID, _ filler: String) -> LeadScored {
        LeadScored(
            leadID: LeadID(rawValue: company.rawValue),
            companyID: company,
            department: Sample.department,
            companyName: filler,
            score: ScoreSummary(points: 0, ruleSet: "bench", lines: []),
            band: "D",
            urgency: "low",
            priority: 0,
            sizeClass: "unknown",
            turnover: Sample.turnover,
            version: 1
        )
    }
}

extension LeadAssigned: PaddedEvent {
    static func padded(_ company: CompanyID, _ filler: String) -> LeadAssigned {
        LeadAssigned(
            leadID: LeadID(rawValue: company.rawValue),
            companyID: company,
            department: Sample.department,
            owner: UserID(rawValue: company.rawValue),
            decisionID: DecisionID(rawValue: company.rawValue),
            reasons: [],
            announce: true,
            card: LeadCard(
                companyName: filler,
                points: 0,
                urgency: "low",
                topReasons: [],
                turnover: Sample.turnover
            ),
            dueAt: Sample.instant,
            version: 1
        )
    }
}

extension NotificationDelivered: PaddedEvent {
    static func padded(_ company: CompanyID, _ filler: String) -> NotificationDelivered {
        NotificationDelivered(
            notificationID: NotificationID(rawValue: company.rawValue),
            department: Sample.department,
            channel: "email",
            kind: filler,
            perhaps: false,
            at: Sample.instant
        )
    }
}
