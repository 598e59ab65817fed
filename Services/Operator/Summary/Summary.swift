import Foundation

/// What became of every company of an import: `summary.json`, an interface that stays stable (version 1).
struct Summary: Encodable, Sendable {
    struct Company: Sendable {
        /// of the file; the header is line 1
        let line: Int
        /// further lines of the same file that name the same lead
        let otherLines: [Int]
        let siren: String?
        let name: String?
        let department: String
        let state: State
        let reason: Reason?
        let turnoverStatus: String
        /// most recent first
        let turnover: [Year]
        let trend: String
        let score: Score?
        /// the colleague's address
        let owner: String?
        let ownerName: String?
        let decision: Decision?
        let notifications: [Notification]
    }

    enum State: String, Encodable, Sendable { case owned, pooled, excluded, unassignable, toIdentify = "to_identify" }

    struct Reason: Encodable, Hashable, Sendable {
        let code: String
        let text: String
    }

    struct Year: Hashable, Sendable {
        /// ISO 8601
        let closingDate: String
        let months: Int
        /// nil where the year was filed without it
        let amountCents: Int64?
        let source: String
    }

    struct Score: Encodable, Hashable, Sendable {
        let points: Int
        let ruleSet: String
        let lines: [Line]
    }

    struct Line: Hashable, Sendable {
        let rule: String
        let points: Int
        let input: String
        let source: String?
        /// ISO 8601
        let date: String?
        let text: String
    }

    struct Decision: Encodable, Hashable, Sendable {
        let id: String
        let reasons: [String]
    }

    struct Notification: Encodable, Hashable, Sendable {
        let id: String
        let channel: String
        let state: String
    }

    struct Refusal: Encodable, Hashable, Sendable {
        let line: Int
        let reason: String
    }

    let version = 1
    /// from the upload until the last lead stood in an end state
    let seconds: Double
    let consoleUrl: String?
    let companies: [Company]
    let refused: [Refusal]

    /// One line for people.
    var sentence: String {
        let counts = Dictionary(companies.map { ($0.state, 1) }, uniquingKeysWith: +)
        return "Owned \(counts[.owned] ?? 0), pooled \(counts[.pooled] ?? 0), excluded \(counts[.excluded] ?? 0), "
            + "unassignable \(counts[.unassignable] ?? 0), to identify \(counts[.toIdentify] ?? 0), refused "
            + "\(refused.count), after \(seconds) s."
    }

    /// - Throws: ``OperatorError`` when the file cannot be written.
    func write(to path: String) throws {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data((OutputJSON.text(self, isPretty: true) + "\n").utf8).write(to: url, options: .atomic)
        } catch {
            throw OperatorError("\(path) cannot be written. Check the directory and the space on its disk.")
        }
    }
}
