import HTTPClient

/// How a provider that is paid by credits is asked how many are left, with what else its answer may mean. The question
/// itself costs none.
protocol ProviderCredits: Sendable {
    /// The provider whose account it is.
    var name: String { get }
    var request: HTTPRequest { get }
    /// Never traps, whatever the bytes.
    func verdict(on response: HTTPResponse) -> CreditsVerdict
}

/// What a provider says of the account.
enum CreditsVerdict: Sendable, Equatable {
    /// Credits that may still be spent; never negative. Parts of one exist (half a Pappers jeton).
    case left(Double)
    case badKey
    case throttled
    case unreadable
    case failed
}

extension CreditsVerdict {
    /// What a status other than 200 means; an account that is used up says so by its status too.
    static func ofError(_ response: HTTPResponse) -> CreditsVerdict {
        switch response.status {
        case 401, 402, 403: Verdict.ofRefusal(response) == .noCredits ? .left(0) : .badKey
        case 429: .throttled
        default: .failed
        }
    }
}
