import Contracts
import Foundation

/// What led to each score: the messages of a batch that concern its company, or a look at every lead.
struct Causes: Sendable {
    /// A batch's messages with the companies that each concerns.
    struct Heard: Sendable {
        let messages: [UUID]
        let companies: [[CompanyID]]
    }

    private let job: [UUID]
    private let messages: [CompanyID: [UUID]]

    /// More than these say nothing more: a batch may hold many messages about one company.
    private static let most = 16

    init(_ reason: Rescore.Reason, _ roots: [CompanyID: CompanyID]) {
        switch reason {
        case .job(let id):
            job = [id]
            messages = [:]
        case .messages(let heard):
            job = []
            var found: [CompanyID: [UUID]] = [:]
            for (message, companies) in zip(heard.messages, heard.companies) {
                for root in Set(companies.map { roots[$0] ?? $0 }) where found[root, default: []].count < Self.most {
                    found[root, default: []].append(message)
                }
            }
            messages = found
        }
    }

    func of(_ verdict: Verdict) -> [UUID] { job + (messages[verdict.event.companyID] ?? []) }
}
