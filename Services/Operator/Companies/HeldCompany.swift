import Contracts
import Foundation
import FrenchBusiness

/// A company that ingest holds.
struct HeldCompany: Sendable {
    let id: CompanyID
    let siren: SIREN
    let name: String?
    let isOpposed: Bool
}

/// How a company is reached, as enrichment publishes it.
struct CompanyReachView: Encodable, Sendable {
    let phone: String?
    let email: String?
    let site: String?
    let isPersonalMobile: Bool
    let source: String
    let at: Date

    static let consumerRules =
        "a sole trader's own mobile: consumers' rules hold (consent beforehand, Bloctel), no automated calls"

    var text: [String] {
        let lines = [
            phone.map { "phone  \($0)" + (isPersonalMobile ? "  (\(Self.consumerRules))" : "") },
            email.map { "e-mail  \($0)" }, site.map { "site  \($0)" },
        ].compactMap(\.self)
        return lines + ["  by \(source), \(at.formatted(.iso8601))"]
    }
}
