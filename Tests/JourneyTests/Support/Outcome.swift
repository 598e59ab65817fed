import Foundation

/// What a run came to, without ids, times and whatever depends on who was asked first: two runs over the same list
/// give the same.
struct Outcome: Sendable {
    struct Company: Decodable, Equatable, Sendable {
        struct Reason: Decodable, Equatable, Sendable {
            let code: String
            let text: String
        }

        struct Year: Decodable, Equatable, Sendable {
            let closingDate: String
            let months: Int
            let amountCents: Int64?
            let source: String
        }

        struct Score: Decodable, Equatable, Sendable {
            struct Line: Decodable, Equatable, Sendable {
                let rule: String
                let points: Int
                let input: String
                let source: String?
                let date: String?
                let text: String
            }

            let points: Int
            let ruleSet: String
            let lines: [Line]
        }

        struct Notification: Decodable, Equatable, Sendable {
            let id: String
            let channel: String
            let state: String
        }

        struct Decision: Decodable, Equatable, Sendable {
            let id: String
            let reasons: [String]
        }

        let line: Int
        let otherLines: [Int]?
        let siren: String?
        let name: String?
        let department: String
        let state: String
        let reason: Reason?
        let turnoverStatus: String
        let turnover: [Year]
        let trend: String
        let score: Score?
        let owner: String?
        let decision: Decision?
        let notifications: [Notification]
    }

    struct Refusal: Decodable, Equatable, Sendable {
        let line: Int
        let reason: String
    }

    private struct File: Decodable {
        let version: Int
        let seconds: Double
        let consoleUrl: String?
        let companies: [Company]
        let refused: [Refusal]
    }

    let companies: [Company]
    let refused: [Refusal]
    let seconds: Double
    let mails: [Mail]

    init(summary: Data, mails: [Mail]) throws {
        let file = try Self.decoder.decode(File.self, from: summary)
        (companies, refused, seconds, self.mails) = (file.companies, file.refused, file.seconds, mails)
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    /// One comparable text per company.
    var essence: [String] {
        companies.map { company in
            let exclusion = company.state == "excluded" ? company.reason?.text ?? "no reason" : ""
            let told = company.notifications.map { "\($0.channel) \($0.state == "digested" ? "sent" : $0.state)" }
            let score = company.score.map { "\($0)" } ?? "no score"
            return "\(company.line) \(company.siren ?? "-") \(company.state) \(exclusion) \(company.turnoverStatus) "
                + "\(company.turnover) \(company.trend) \(score) owned: \(company.owner != nil) told: \(told.sorted())"
        } + refused.map { "\($0.line) refused: \($0.reason)" }
    }
}

/// A mail as the simulator shows it.
struct Mail: Decodable, Sendable {
    let messageId: String?
    let to: [String]
    let subject: String
}
