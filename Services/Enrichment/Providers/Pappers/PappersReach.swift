import Contracts
import Foundation
import FrenchBusiness
import HTTPClient

/// Phone, e-mail and site of a company, from Pappers' `champs_supplementaires`. Asked where a person asks for them: one
/// jeton for the record, one for the site, one for phone and e-mail together.
///
/// What is found is kept as facts only, never in a reply. Of somebody who opposes commercial use or is diffused in part
/// nothing is taken.
struct PappersReach: Provider {
    let account: PappersAccount

    init(baseURL: String, key: String) { account = PappersAccount(baseURL: baseURL, key: key) }

    var name: String { Pappers.name }
    var question: String { "reach" }

    func request(about siren: SIREN) -> HTTPRequest {
        account.request(
            "entreprise",
            [("siren", siren.text), ("champs_supplementaires", "telephone,email,sites_internet")]
        )
    }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        account.verdict(on: response) { reading(response, about: siren, at: fetchedAt) }
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let company = LooseObject(body), company.names(siren, under: "siren") else {
            throw UnreadableReply(provider: name)
        }
        let isOpposed = company.decision("opposition_utilisation_commerciale")
        let isDiffusible = PappersIdentity.identity(of: company).isDiffusible
        let reach = isOpposed == true || !isDiffusible ? nil : Self.reach(company)
        return Findings(isFound: true, isOpposed: isOpposed, reach: reach)
    }

    func lifetime(of findings: Findings) -> Lifetime { .subject(findings.isFound ? .reach : .unknownSIREN) }

    func redacted(_ body: [UInt8]) -> [UInt8] {
        Redaction.keeping(
            Redaction.values(["siren", "opposition_utilisation_commerciale", "diffusable"]),
            of: body
        )
    }

    private static func reach(_ company: LooseObject) -> Reach? {
        let phone = company.text("telephone").flatMap { try? PhoneNumber(userInput: $0) }
        let reach = Reach(
            phone: phone,
            email: company.text("email").flatMap { try? EmailAddress(userInput: $0) },
            site: company.texts("sites_internet").lazy.compactMap(site).first,
            isPersonalMobile: phone?.isMobile == true && PappersIdentity.isPerson(company)
        )
        return reach.phone == nil && reach.email == nil && reach.site == nil ? nil : reach
    }

    /// Host and path in lower case; nil for what is no address of a site.
    private static func site(_ text: String) -> String? {
        var rest = Substring(text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased())
        for scheme in ["https://", "http://", "//"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        rest = rest.prefix { $0 != "?" && $0 != "#" }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        let host = rest.prefix { $0 != "/" }
        let isHost = host.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
        }
        guard isHost, host.contains("."), !host.hasPrefix("."), !host.hasSuffix("."), rest.utf8.count <= 200,
            rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E })
        else { return nil }
        return String(rest)
    }
}
