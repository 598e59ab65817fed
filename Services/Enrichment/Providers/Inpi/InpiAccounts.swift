import Foundation
import FrenchBusiness
import HTTPClient

/// Accounts filed with the RNE: turnover and result by exercise from the statements that INPI keyed in, and what was
/// filed beside them. The same figures as ``RatiosInpiBce``, at their origin.
struct InpiAccounts: Provider {
    static let name = ProviderName.inpi
    static let question = "accounts"
    /// Exercises that are read of one company.
    static let most = 60

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
        var request = HTTPRequest.json(RequestURL.joining(baseURL, path: ["companies", siren.text, "attachments"]))
        // Eight years of one company are 240 kB; thousands of deeds may stand beside them.
        request.maximumBodyBytes = 16 << 20
        return request
    }

    func verdict(on response: HTTPResponse, about siren: SIREN, at fetchedAt: Date) -> Verdict {
        response.status == 200 ? reading(response, about: siren, at: fetchedAt) : InpiAnswer.verdict(on: response)
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let (statements, filings) = Self.parts(of: body) else { throw UnreadableReply(provider: name) }
        let own = statements.filter { $0.filing.siren == siren }
        let all = own.map(\.filing) + filings.filter { $0.siren == siren }
        let hidden = all.filter { $0.hidden != .nothing }
        let years = Self.latest(own).compactMap { statement in
            statement.year(source: name, fetchedAt, isHidden: hidden.contains { $0.key == statement.filing.key })
        }
        // Accounts that nobody may see were never keyed in: their filing is all there is.
        let keyed = Set(years.map(\.key))
        let unseen = hidden.map { $0.yearWithoutTurnover(source: name, fetchedAt) }.filter { !keyed.contains($0.key) }
        return Findings(
            isFound: true,
            years: AccountingYear.best(of: years + unseen),
            deposits: Self.deposits(all)
        )
    }

    func lifetime(of findings: Findings) -> Lifetime {
        findings.isFound ? .turnover(findings.years) : .subject(.unknownSIREN)
    }

    func redacted(_ body: [UInt8]) -> [UInt8] {
        guard let (statements, filings) = Self.parts(of: body) else { return [] }
        return KeptReply.body(["bilansSaisis": statements.map(\.document), "bilans": filings.map(\.document)])
    }

    /// - Returns: nil unless it is an answer about attachments.
    static func parts(of body: [UInt8]) -> (statements: [InpiStatement], filings: [InpiFiling])? {
        guard let reply = LooseObject(body), ["bilansSaisis", "bilans", "actes"].contains(where: { reply.has($0) })
        else { return nil }
        let keyed = (reply.objects("bilansSaisis") ?? []).prefix(most)
        let bare = keyed.filter { !InpiStatement.hasSheet($0) } + (reply.objects("bilans") ?? []).prefix(most)
        return (keyed.compactMap { InpiStatement($0) }, bare.compactMap { InpiFiling($0) })
    }

    /// Of accounts that were filed twice the later ones, unless they lack the turnover that the earlier have.
    private static func latest(_ statements: [InpiStatement]) -> [InpiStatement] {
        var latest: [InpiFiling.Key: InpiStatement] = [:]
        for statement in statements {
            if let rival = latest[statement.filing.key], !statement.stands(against: rival) { continue }
            latest[statement.filing.key] = statement
        }
        return Array(latest.values)
    }

    /// One per closing and kind, the latest filed; most recent first.
    private static func deposits(_ filings: [InpiFiling]) -> [Deposit] {
        var latest: [InpiFiling.Key: InpiFiling] = [:]
        for filing in filings {
            if let rival = latest[filing.key], !filing.isLater(than: rival) { continue }
            latest[filing.key] = filing
        }
        return latest.values.map(\.deposit).sorted { left, right in
            let (one, other) = (left.closingDate ?? .earliest, right.closingDate ?? .earliest)
            return one != other ? one > other : left.kind == .social && right.kind != .social
        }
    }
}
