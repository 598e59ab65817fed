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

    /// The company's page by its SIREN. Where the site knows none by that address, its search is asked (if robots.txt
    /// allows it), and then the page that the search leads to or lists.
    func request(about siren: SIREN) -> HTTPRequest {
        var request = HTTPRequest(.get, address(selectors.page, siren), trust: .operatorConfigured)
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
            guard let document = HTMLDocument(page) else { return .unreadable }
            let extractor = PageExtractor(document: document, selectors: selectors)
            let content = PageContent(extractor)
            if let findings = findings(of: content, about: siren, at: fetchedAt) { return .found(findings) }
            // A list of companies is nobody's page.
            guard content.statements.isEmpty, !content.isDisguised, let path = extractor.link(to: siren) else {
                return .unreadable
            }
            return .leadsTo(address(path, siren))
        case 404: return .leadsTo(address(selectors.search, siren))
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

    /// The path after the base address, which may have one of its own.
    private func address(_ path: String, _ siren: SIREN) -> String {
        RequestURL.joining(baseURL) + path.replacing("{siren}", with: siren.text)
    }

    /// nil for what is not surely about the company.
    private func findings(of content: PageContent, about siren: SIREN, at fetchedAt: Date) -> Findings? {
        guard !content.isDisguised else { return nil }
        if content.foundNothing { return .nothing }
        let years = content.years(fetchedAt)
        guard content.siren == siren, !years.isEmpty || content.saysUnpublished || content.isWithoutTurnover else {
            return nil
        }
        return Findings(isFound: true, years: years)
    }
}
