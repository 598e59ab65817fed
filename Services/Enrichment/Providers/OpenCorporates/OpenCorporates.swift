import Contracts
import Foundation
import FrenchBusiness
import HTTPClient

/// OpenCorporates' copy of the register (API v0.4, `GET /companies/fr/{siren}`): identity and state only.
///
/// **It has no French turnover and never yields a year**: `financial_summary` is empty for France, and guessing a size
/// from the number of officers, as some do, is no source. Some 50 calls a day are free, under a share-alike licence.
///
/// The token is only taken as a part of the address. It is therefore held by a ``ProviderKey``, no error or log names
/// more of a request than its host, and what is kept is stripped of every text that repeats it.
struct OpenCorporates: Provider {
    static let name = ProviderName.openCorporates

    private let baseURL: String
    private let token: ProviderKey

    init(baseURL: String, token: String) {
        self.baseURL = baseURL
        self.token = ProviderKey(token)
    }

    var name: String { Self.name }

    func request(about siren: SIREN) -> HTTPRequest {
        let path = ["companies", "fr", siren.text]
        var request = HTTPRequest.json(RequestURL.joining(baseURL, path: path, query: [("api_token", token.text)]))
        request.staysAtOrigin = true
        return request
    }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        switch response.status {
        case 200: reading(response, about: siren, at: fetchedAt)
        case 400, 422: .refused
        case 401, 402, 403: .ofRefusal(response)
        // A page in place of a JSON error comes from a wrong address.
        case 404: response.body.isEmpty || ReplySentence.isJSON(response.body) ? .found(.nothing) : .failed
        case 429: .throttled
        default: .failed
        }
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let company = LooseObject(body)?.object("results")?.object("company"),
            company.names(siren, under: "company_number"),
            company.text("jurisdiction_code").map({ $0.lowercased() == "fr" }) ?? true
        else { throw UnreadableReply(provider: name) }
        return Findings(isFound: true, identity: OpenCorporatesIdentity.identity(of: company))
    }

    func lifetime(of findings: Findings) -> Lifetime {
        guard findings.isFound else { return .subject(.unknownSIREN) }
        return .subject(findings.identity?.state == .ceased ? .ceased : .identity)
    }

    /// Officers, filings, former names and addresses are dropped, and of a sole trader the name and place.
    func redacted(_ body: [UInt8]) -> [UInt8] {
        guard let company = LooseObject(body)?.object("results")?.object("company") else { return [] }
        let isPerson = OpenCorporatesIdentity.isPerson(company)
        let fields = isPerson ? OpenCorporatesIdentity.fieldsOfPerson : OpenCorporatesIdentity.fields
        return Redaction.keeping(["results": .object(["company": .object(fields)])], of: body, without: token)
    }
}
