import Contracts
import Foundation
import FrenchBusiness
import HTTPClient

/// Turnover by exercise from Societe.com's official, paid API (`GET /api/v1/entreprise/{siren}/bilans`).
///
/// Answers `{"data": {"dernierca", "dernierbildate", "bilans": [{"anneebilan", "rescatotal", …}]}}`, amounts in euros as
/// numbers or texts. A year is given without its closing day and taken as 31 December, unless `dernierbildate` is a day.
struct SocieteCom: Provider {
    static let name = ProviderName.societeCom

    let account: SocieteComAccount

    init(baseURL: String, token: String) { account = SocieteComAccount(baseURL: baseURL, token: token) }

    var name: String { Self.name }

    func request(about siren: SIREN) -> HTTPRequest { account.request(["entreprise", siren.text, "bilans"]) }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        account.verdict(on: response) { reading(response, about: siren, at: fetchedAt) }
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let reply = LooseObject(body) else { throw UnreadableReply(provider: name) }
        // An empty list in the place of the data: no such company, or nothing about it.
        if let list = reply.objects("data"), list.isEmpty { return .nothing }
        let data = reply.object("data") ?? reply
        guard ["bilans", "dernierca", "dernierbildate"].contains(where: data.has),
            data.text("siren") == nil || data.names(siren, under: "siren")
        else { throw UnreadableReply(provider: name) }
        return Findings(isFound: true, years: SocieteComYears(data).years(fetchedAt))
    }

    func lifetime(of findings: Findings) -> Lifetime {
        findings.isFound ? .turnover(findings.years) : .subject(.unknownSIREN)
    }

    /// The figures alone; a name that the answer may carry is not needed.
    func redacted(_ body: [UInt8]) -> [UInt8] {
        let fields = Redaction.values(["siren", "dernierca", "dernierbildate"]).merging([
            "bilans": .list(Redaction.values(SocieteComYears.fields))
        ]) { first, _ in first }
        let isNested = LooseObject(body)?.object("data") != nil
        let isEmpty = LooseObject(body)?.objects("data")?.isEmpty == true
        let kept: [String: Redaction.Kept] =
            isEmpty ? ["data": .list([:])] : isNested ? ["data": .object(fields)] : fields
        return Redaction.keeping(kept, of: body, without: account.token)
    }
}
