import Foundation

/// What the services' views say of an import, as read in one transaction.
struct SummaryFacts: Sendable {
    struct Row: Sendable {
        var line: Int
        var result: String?
        var code: String?
        var message: String?
        var leadID: UUID?
        var department: String
        var siren: String?
        var name: String?
        var companyStatus: String?
        var assignment: String?
        var exclusion: Summary.Reason?
        var points: Int?
        var ruleSet: String?
        var trend: String?
        var owner: String?
        var ownerName: String?
        var decision: Decision?
        var turnoverStatus: String?
    }

    struct Decision: Sendable {
        var id: UUID
        var kind: String
        var reasons: [String]
    }

    /// in the file's order
    var rows: [Row]
    /// by lead, in the score's order
    var lines: [UUID: [Summary.Line]] = [:]
    /// by SIREN, most recent first
    var turnover: [String: [Summary.Year]] = [:]
    /// by lead, oldest first
    var notifications: [UUID: [Summary.Notification]] = [:]
}
