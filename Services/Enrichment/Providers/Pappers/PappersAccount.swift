import FrenchBusiness
import HTTPClient

/// What all questions to Pappers (API v2) share: address, key, and what its statuses mean.
struct PappersAccount: Sendable {
    let baseURL: String
    let key: ProviderKey

    init(baseURL: String, key: String) {
        self.baseURL = baseURL
        self.key = ProviderKey(key)
    }

    /// The key goes as a header: the `api_token` in the address that Pappers takes too ends in logs.
    func request(_ operation: String, _ query: [(String, String)] = []) -> HTTPRequest {
        .json(RequestURL.joining(baseURL, path: [operation], query: query), headers: ["api-key": key.text])
    }

    /// - Parameter reading: what a 200 or a 206 says. 206 is an answer from which a source behind Pappers is missing.
    func verdict(on response: HTTPResponse, reading: () -> Verdict) -> Verdict {
        switch response.status {
        case 200: return reading()
        case 206:
            guard case .found(let findings) = reading() else { return .unreadable }
            return .partial(findings)
        case 400, 422: return .refused
        case 401, 402, 403: return .ofRefusal(response)
        case 404: return Self.saysUnknown(response.body) ? .found(.nothing) : .failed
        case 429: return .throttled
        default: return .failed
        }
    }

    /// "Entreprise inexistante." Any other 404 comes from a wrong address.
    private static func saysUnknown(_ body: [UInt8]) -> Bool {
        let sentence = ReplySentence.folded(body)
        return ["inexistant", "introuvable", "non trouve", "aucune entreprise"].contains { sentence.contains($0) }
    }
}
