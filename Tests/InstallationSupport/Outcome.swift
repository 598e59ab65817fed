public import Foundation

/// What a run came to, without ids, times and whatever depends on who was asked first: two runs over the same list
/// give the same.
public struct Outcome: Sendable {
    public struct Company: Decodable, Equatable, Sendable {
        public struct Reason: Decodable, Equatable, Sendable {
            public let code: String
            public let text: String
        }

        public struct Year: Decodable, Equatable, Sendable {
            public let closingDate: String
            public let months: Int
            public let amountCents: Int64?
            public let source: String
        }

        public struct Score: Decodable, Equatable, Sendable {
            public struct Line: Decodable, Equatable, Sendable {
                public let rule: String
                public let points: Int
                public let input: String
                public let source: String?
                public let date: String?
                public let text: String
            }

            public let points: Int
            public let ruleSet: String
            public let lines: [Line]
        }

        public struct Notification: Decodable, Equatable, Sendable {
            public let id: String
            public let channel: String
            public let state: String
        }

        public struct Decision: Decodable, Equatable, Sendable {
            public let id: String
            public let reasons: [String]
        }

        public let line: Int
        public let otherLines: [Int]?
        public let siren: String?
        public let name: String?
        public let department: String
        public let state: String
        public let reason: Reason?
        public let turnoverStatus: String
        public let turnover: [Year]
        public let trend: String
        public let score: Score?
        public let owner: String?
        public let decision: Decision?
        public let notifications: [Notification]
    }

    public struct Refusal: Decodable, Equatable, Sendable {
        public let line: Int
        public let reason: String
    }

    private struct File: Decodable {
        let version: Int
        let seconds: Double
        let consoleUrl: String?
        let companies: [Company]
        let refused: [Refusal]
    }

    public let companies: [Company]
    public let refused: [Refusal]
    public let seconds: Double
    public let mails: [Mail]

    init(summary: Data, mails: [Mail]) throws {
        let file = try Self.decoder.decode(File.self, from: summary)
        (companies, refused, seconds, self.mails) = (file.companies, file.refused, file.seconds, mails)
    }

    public static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    /// One comparable text per company.
    public var essence: [String] {
        companies.map { company in
            let exclusion = company.state == "excluded" ? company.reason?.text ?? "no reason" : ""
            // That an owner who knew already was not told is noted after the lead is settled, so it may be missing yet.
            let told = company.notifications.filter { $0.state != "suppressed" }.map { notification in
                "\(notification.channel) \(notification.state == "digested" ? "sent" : notification.state)"
            }
            let score = company.score.map { "\($0)" } ?? "no score"
            return "\(company.line) \(company.siren ?? "-") \(company.state) \(exclusion) \(company.turnoverStatus) "
                + "\(company.turnover) \(company.trend) \(score) owned: \(company.owner != nil) told: \(told.sorted())"
        } + refused.map { "\($0.line) refused: \($0.reason)" }
    }
}

/// A mail as the simulator shows it.
public struct Mail: Decodable, Sendable {
    public let messageId: String?
    public let to: [String]
    public let subject: String
}
