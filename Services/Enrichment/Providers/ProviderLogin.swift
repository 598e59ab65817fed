import Foundation
import HTTPClient

/// How a session is opened at a provider that wants one; the token is shared by the replicas through the database.
protocol ProviderLogin: Sendable {
    var request: HTTPRequest { get }
    /// - Returns: nil where the answer holds no token.
    func session(from response: HTTPResponse, at now: Date) -> ProviderSession?
    /// Puts the session's token into a question.
    func authorise(_ request: inout HTTPRequest, with session: ProviderSession)
}

/// A provider's token while it is valid. Never printed.
struct ProviderSession: Sendable, Equatable {
    let token: String
    let validUntil: Date
}
