import Contracts
import Foundation
import FrenchBusiness
import HTTPClient

/// Pappers' record of a company (API v2, `GET /entreprise?siren=`): turnover by exercise, filings with what they hide,
/// insolvency, state, and whether the person opposes commercial use. One jeton a call.
///
/// Years are not contiguous, amounts are whole euros, and arrays are empty rather than absent for a ceased company.
/// `diffusable` and `opposition_utilisation_commerciale` are independent of each other.
struct Pappers: Provider {
    static let name = ProviderName.pappers

    let account: PappersAccount

    init(baseURL: String, key: String) { account = PappersAccount(baseURL: baseURL, key: key) }

    var name: String { Self.name }

    func request(about siren: SIREN) -> HTTPRequest { account.request("entreprise", [("siren", siren.text)]) }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        account.verdict(on: response) { reading(response, about: siren, at: fetchedAt) }
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let company = LooseObject(body), company.names(siren, under: "siren") else {
            throw UnreadableReply(provider: name)
        }
        let life = PappersLegalLife(company, asOf: CivilDate(dayOf: fetchedAt))
        let accounts = PappersAccounts(company)
        return Findings(
            isFound: true,
            identity: PappersIdentity.identity(of: company),
            years: accounts.years(fetchedAt),
            deposits: accounts.deposits,
            proceedings: life.proceedings,
            isOpposed: company.decision("opposition_utilisation_commerciale")
        )
    }

    func lifetime(of findings: Findings) -> Lifetime {
        guard findings.isFound else { return .subject(.unknownSIREN) }
        if findings.identity?.state == .ceased { return .subject(.ceased) }
        let latest = findings.deposits.filter { $0.kind == .social }
            .max { ($0.closingDate ?? .earliest) < ($1.closingDate ?? .earliest) }
        let isHidden = latest.map { $0.hidden != .nothing } ?? false
        if isHidden, findings.years.allSatisfy({ $0.amountCents == nil }) { return .subject(.confidential) }
        return .turnover(findings.years)
    }

    func redacted(_ body: [UInt8]) -> [UInt8] { PappersRedaction.redacted(body) }
}
