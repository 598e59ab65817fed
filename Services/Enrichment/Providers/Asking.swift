import Foundation
import FrenchBusiness

/// What is asked of a provider about one company, and under which conditions.
struct Asking: Sendable {
    let siren: SIREN
    let step: Waterfall.Step
    /// Answers from before are not fresh enough.
    let since: Date
    /// A person asks for this company.
    let isAsked: Bool
    /// What the company may still cost this year, cents.
    let allowance: Int
    let lifetimes: Lifetimes
}

/// Decides whether a page may be fetched.
protocol PageGate: Sendable {
    /// - Throws: ``ProviderError`` if that cannot be told now.
    func admits(_ url: String) async throws -> Bool
    /// Decides about the pages that the first one leads on to.
    /// - Throws: ``ProviderError`` if that cannot be told now.
    func follows() async throws -> @Sendable (String) -> Bool
}
