import Foundation
import FrenchBusiness
import HTTPClient

/// An entry of the register of enterprises (RNE, kept by INPI): identity, end, what the court's clerk observed, and
/// whether the holder refuses commercial use (`diffusionCommerciale`).
///
/// Free, with an account; 10,000 calls a day.
struct InpiCompany: Provider {
    static let name = ProviderName.inpi
    static let question = "company"

    let baseURL: String
    private let session: InpiLogin

    init(baseURL: String, user: String, password: String) {
        self.baseURL = baseURL
        session = InpiLogin(baseURL: baseURL, user: user, password: password)
    }

    var name: String { Self.name }
    var question: String { Self.question }
    var login: (any ProviderLogin)? { session }

    func request(about siren: SIREN) -> HTTPRequest {
        var request = HTTPRequest.json(RequestURL.joining(baseURL, path: ["companies", siren.text]))
        request.maximumBodyBytes = 16 << 20  // every establishment is in it, and some companies have thousands
        return request
    }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        response.status == 200 ? reading(response, about: siren, at: fetchedAt) : InpiAnswer.verdict(on: response)
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let entry = InpiEntry(body) else { throw UnreadableReply(provider: name) }
        guard entry.siren == siren else { return .nothing }
        return entry.findings(today: CivilDate(dayOf: fetchedAt))
    }

    func lifetime(of findings: Findings) -> Lifetime {
        guard findings.isFound else { return .subject(.unknownSIREN) }
        return .subject(findings.identity?.state == .ceased ? .ceased : .identity)
    }

    func redacted(_ body: [UInt8]) -> [UInt8] { InpiEntry(body).map { KeptReply.body($0.document) } ?? [] }
}
