import Foundation
import FrenchBusiness

/// What is known of a company with its proof, what was tried, what it cost, and what will be tried next.
struct Evidence: Encodable, Sendable {
    struct Fact: Encodable, Sendable {
        let field: String
        let period: String?
        /// JSON
        let value: String
        let unit: String?
        let precisionCents: Int64?
        let source: String
        let method: String
        let sourceDate: String?
        let fetchedAt: Date
        let validUntil: Date?
        let costCents: Int
        let confidence: Int
        /// Name and day of the bulk file that it was read in.
        let file: String?
        /// Who entered it: a colleague's address, or `operator`; nil where a provider said it.
        let enteredBy: String?
        /// Where the colleague knows it from.
        let note: String?
        /// Earlier values of the same source that it superseded.
        let superseded: Int
    }

    struct Call: Encodable, Sendable {
        let provider: String
        let question: String
        let at: Date
        let status: Int?
        let outcome: String
        let costCents: Int
    }

    let facts: [Fact]
    /// Newest first, at most 50.
    let calls: [Call]
    let spentCents: Int64
    /// nil: nobody has looked yet
    let record: EvidenceRecord?
    /// When the sources are asked again, if nothing happens before; nil: never
    let nextLookAt: Date?
}

/// The part of a dossier's record that is shown.
struct EvidenceRecord: Codable, Sendable {
    struct Conflict: Codable, Sendable {
        struct Value: Codable, Sendable {
            let source: String
            let amountCents: Int64
        }

        let closingDate: String
        let kind: String
        let what: String
        let values: [Value]
    }

    struct Step: Codable, Sendable {
        let provider: String
        let question: String
        let outcome: String
        let reason: String?
        let at: Date?
        let again: Date?
        let costCents: Int
        /// Name and day of the bulk file that answered.
        let file: String?
    }

    struct Deposit: Codable, Sendable {
        let closingDate: String?
        let filedOn: String?
        let kind: String
        let hidden: String
    }

    struct Proceeding: Codable, Sendable {
        let kind: String
        let since: String
        let until: String?
        let reference: String?
    }

    struct Stop: Codable, Sendable {
        let code: String
        let on: String?
    }

    struct Estimate: Codable, Sendable {
        let amountCents: Int64
        let lowCents: Int64
        let highCents: Int64
        let method: String
        let basis: String
    }

    let conflicts: [Conflict]
    let trail: [Step]
    let deposits: [Deposit]
    let proceedings: [Proceeding]
    let stops: [String: Stop]
    let estimate: Estimate?
    let stateDoubt: String?
    let successor: String?
    let waterfall: Int?
}
