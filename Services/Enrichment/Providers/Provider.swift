import Foundation
import FrenchBusiness
import HTTPClient

/// A source of facts about companies: one question that it answers about a SIREN. One file per provider beside the
/// types of its payload; the waterfall (data) says in which order and when which is asked.
protocol Provider: Sendable {
    /// Whose pace, money and key the question shares. Stable: rows and events carry it.
    var name: String { get }
    /// What is asked, `by_siren` unless a provider answers several questions. Stable: kept replies carry it.
    var question: String { get }
    /// The question about one SIREN, with the key where there is one, and without a session's token.
    func request(about siren: SIREN) -> HTTPRequest
    /// How a session is opened first, for those that want one.
    var login: (any ProviderLogin)? { get }
    /// Whether `robots.txt` of the same origin is read and obeyed first (RFC 9309).
    var obeysRobots: Bool { get }
    /// What an answer means, whatever its status. Never traps, whatever the bytes.
    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict
    /// Reads the body of an answer, or of a kept reply.
    /// - Throws: ``UnreadableReply`` if `body` is not what the provider documents.
    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings
    /// What kind of answer it is, and so how long it is not asked for again.
    func lifetime(of findings: Findings) -> Lifetime
    /// The reply without the persons in it, as it is kept; readable by ``read(_:about:at:)``.
    func redacted(_ body: [UInt8]) -> [UInt8]
}

extension Provider {
    var question: String { "by_siren" }
    var login: (any ProviderLogin)? { nil }
    var obeysRobots: Bool { false }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        switch response.status {
        case 200: reading(response, about: siren, at: fetchedAt)
        case 429: .throttled
        case 400, 422: .refused
        default: .failed
        }
    }

    /// ``read(_:about:at:)`` of an answer's body as a verdict.
    func reading(_ response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        do throws(UnreadableReply) {
            return .found(try read(response.body, about: siren, at: fetchedAt))
        } catch {
            return .unreadable
        }
    }
}

/// A provider answered with something that is not its documented form.
struct UnreadableReply: Error {
    let provider: String
}
