import Contracts
import Foundation
import FrenchBusiness
import HTTPClient

/// Turnover from a company's public page at Societe.com, where nothing else knows it. Off unless an operator turns it on.
///
/// Reading pages is technically and legally delicate (code de la propriété intellectuelle, L. 342-1 and L. 342-2): one
/// page in ten seconds at most, only what `robots.txt` allows, kept for 90 days, never disguised as a browser. What is
/// not surely the asked company's own page with a readable figure, or its own word that there is none, is unreadable:
/// walls, captchas, figures in invented or hidden elements, another company's page.
struct SocieteComPages: Provider {
    static let name = ProviderName.societeComPages

    let baseURL: String
    let selectors: PageSelectors

    init(baseURL: String, selectors: PageSelectors = .standard) {
        self.baseURL = baseURL
        self.selectors = selectors
    }

    var name: String { Self.name }
    var obeysRobots: Bool { true }

    /// The search by SIREN, which leads on to the company's page.
    func request(about siren: SIREN) -> HTTPRequest {
        let url = RequestURL.joining(baseURL, path: ["cgi-bin", "search"], query: [("champs", siren.text)])
        var request = HTTPRequest(.get, url, trust: .operatorConfigured)
        request.headers.set("Accept", "text/html")
        request.headers.set("Accept-Language", "fr")
        request.followRedirects = 3
        request.staysAtOrigin = true
        request.maximumBodyBytes = HTMLDocument.bytesRead
        return request
    }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        switch response.status {
        case 200:
            let page = PageCharset.utf8(response.body, contentType: response.headers["content-type"])
            guard let content = PageContent(page: page, selectors),
                let findings = findings(of: content, about: siren, at: fetchedAt)
            else { return .unreadable }
            return .found(findings)
        case 400, 422: return .refused
        case 429: return .throttled
        default: return .failed
        }
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let content = PageContent(json: body) ?? PageContent(page: PageCharset.utf8(body), selectors),
            let findings = findings(of: content, about: siren, at: fetchedAt)
        else { throw UnreadableReply(provider: name) }
        return findings
    }

    func lifetime(of findings: Findings) -> Lifetime { .subject(.page) }

    /// The figures alone; the page itself, with its names and addresses, is not kept.
    func redacted(_ body: [UInt8]) -> [UInt8] {
        let content = PageContent(json: body) ?? PageContent(page: PageCharset.utf8(body), selectors)
        return content?.json ?? []
    }

    /// nil for what is not surely about the company.
    private func findings(of content: PageContent, about siren: SIREN, at fetchedAt: Date) -> Findings? {
        guard !content.isDisguised else { return nil }
        if content.foundNothing { return .nothing }
        let years = content.years(fetchedAt)
        guard content.siren == siren, !years.isEmpty || content.saysUnpublished else { return nil }
        return Findings(isFound: true, years: years)
    }
}
