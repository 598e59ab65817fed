import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Threading

/// Asks a provider whether it takes the key, and how many credits are left: a call that costs nothing.
struct ProviderCheck: Sendable {
    struct Result: Sendable {
        enum Key: String, Sendable {
            case valid, refused, unchecked
            case notNeeded = "not_needed"
        }

        let provider: String
        var key: Key
        var creditsLeft: Int?
        /// nil: it answered
        var error: String?
        let at: Date
    }

    let name: String
    let caller: ProviderCaller
    let credits: (any ProviderCredits)?
    let needsKey: Bool

    /// INSEE itself: a company that every register knows.
    private static let witness = SIREN("120027016")

    func result() async throws -> Result {
        var result = Result(provider: name, key: needsKey ? .unchecked : .notNeeded, at: WireDate.rounded(caller.now()))
        do {
            if let session = caller.sessions { _ = try await session.session() }
            guard let request = credits?.request ?? Self.witness.map({ caller.provider.request(about: $0) }) else {
                return result
            }
            try await caller.pacer.turn()
            var question = request
            question.deadline = caller.timeout
            if let sessions = caller.sessions, credits == nil {
                caller.provider.login?.authorise(&question, with: try await sessions.session())
            }
            let response = try await caller.http.send(question)
            read(response, into: &result)
        } catch let error as HTTPError {
            result.error = error.description
        } catch let error as ProviderError {
            result.error = error.description
            if case .login = error.reason { result.key = .refused }
            if case .resting(.badKey, _) = error.reason { result.key = .refused }
        }
        return result
    }

    private func read(_ response: HTTPResponse, into result: inout Result) {
        if let credits {
            switch credits.verdict(on: response) {
            case .left(let credits):
                result.key = .valid
                result.creditsLeft = Int(min(credits, 1e15).rounded(.down))
            case .badKey:
                result.key = .refused
                result.error = "the key is refused"
            case .throttled: result.error = "it asks to wait"
            case .unreadable: result.error = "an unreadable reply"
            case .failed: result.error = "status \(response.status)"
            }
            return
        }
        guard let witness = Self.witness else { return }
        switch caller.provider.verdict(on: response, about: witness, at: result.at) {
        case .found, .partial, .leadsTo: if needsKey { result.key = .valid }
        case .badKey, .expiredSession:
            result.key = .refused
            result.error = "the key is refused"
        case .noCredits:
            result.key = .valid
            result.creditsLeft = 0
        case .throttled: result.error = "it asks to wait"
        case .refused, .unreadable, .failed: result.error = "status \(response.status)"
        }
    }
}
