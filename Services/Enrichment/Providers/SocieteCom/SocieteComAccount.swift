import FrenchBusiness
import HTTPClient

/// What all questions to Societe.com's official API share: address, token, and what its statuses mean.
struct SocieteComAccount: Sendable {
    let baseURL: String
    let token: ProviderKey

    init(baseURL: String, token: String) {
        self.baseURL = baseURL
        self.token = ProviderKey(token)
    }

    func request(_ operation: [String]) -> HTTPRequest {
        .json(
            RequestURL.joining(baseURL, path: ["api", "v1"] + operation),
            headers: ["X-Authorization": "socapi \(token.text)"]
        )
    }

    /// 401 and 403 also stand for an address that the account does not name: the operator is told either way.
    func verdict(on response: HTTPResponse, reading: () -> Verdict) -> Verdict {
        switch response.status {
        case 200:
            let verdict = reading()
            // The API reports some refusals with 200.
            guard verdict == .unreadable, ReplySentence.isJSON(response.body) else { return verdict }
            return Verdict.ofRefusal(response) == .noCredits ? .noCredits : .unreadable
        case 400, 422: return .refused
        case 401, 402, 403: return .ofRefusal(response)
        case 404: return response.body.isEmpty || ReplySentence.isJSON(response.body) ? .found(.nothing) : .failed
        case 429: return .throttled
        default: return .failed
        }
    }
}
