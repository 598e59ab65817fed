import Foundation
import FrenchBusiness
import HTTPClient

/// INSEE's register (API Sirene 3.11): identity, state and whether the holder's data may serve prospecting, at their
/// source. It knows no turnover.
///
/// Free, with a key; 30 questions a minute on the public plan. A SIREN that was given twice redirects to the one that
/// stayed.
struct SireneUnit: Provider {
    static let name = ProviderName.sirene

    let baseURL: String
    private let key: String

    init(baseURL: String, key: String) {
        self.baseURL = baseURL
        self.key = key
    }

    var name: String { Self.name }

    func request(about siren: SIREN) -> HTTPRequest {
        let url = RequestURL.joining(baseURL, path: ["siren", siren.text])
        var request = HTTPRequest.json(url, headers: ["X-INSEE-Api-Key-Integration": key])
        request.followRedirects = 1
        return request
    }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        let isOwn = SireneReply(response.body) != nil
        switch response.status {
        case 200: return reading(response, about: siren, at: fetchedAt)
        // What the register says of a unit and not of the question; the same statuses come from gateways and proxies.
        case 301, 403, 404: return isOwn ? reading(response, about: siren, at: fetchedAt) : Self.gateway(response)
        case 401: return .badKey
        case 429: return .throttled
        case 400, 414, 422: return .refused
        default: return .failed
        }
    }

    /// A gateway's 403 is a key without a subscription, its 404 a wrong address.
    private static func gateway(_ response: HTTPResponse) -> Verdict {
        response.status == 403 && LooseObject(response.body) != nil ? .badKey : .failed
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let reply = SireneReply(body) else { throw UnreadableReply(provider: name) }
        switch reply {
        case .unit(let unit):
            return Findings(isFound: true, successor: unit.siren == siren ? nil : unit.siren, identity: unit.identity)
        case .undisclosed: return Findings(isFound: true, identity: .undisclosed)
        case .duplicate(let successor): return Findings(isFound: true, successor: successor == siren ? nil : successor)
        case .unknown: return .nothing
        }
    }

    func lifetime(of findings: Findings) -> Lifetime {
        guard findings.isFound else { return .subject(.unknownSIREN) }
        return .subject(findings.identity?.state == .ceased ? .ceased : .identity)
    }

    func redacted(_ body: [UInt8]) -> [UInt8] { SireneReply(body).map { KeptReply.body($0.document) } ?? [] }
}
