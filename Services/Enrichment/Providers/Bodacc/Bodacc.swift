import Foundation
import FrenchBusiness
import HTTPClient

/// The official bulletin of commercial notices (BODACC, published by DILA): insolvency, striking off, accounts filed
/// and what of them is confidential.
///
/// Free, without a key. Opendatasoft's Explore API v2.1; the answers of v1 are read too.
struct Bodacc: Provider {
    static let name = ProviderName.bodacc
    /// Notices of one answer: the most that the API gives.
    static let limit = 100
    /// SIRENs that one question may be about.
    static let batchSize = 40

    let baseURL: String

    var name: String { Self.name }
    var question: String { "by_siren" }

    func request(about siren: SIREN) -> HTTPRequest { records(Self.condition([siren]), offset: 0) }

    /// What was published about up to ``batchSize`` companies since a day: whether there is something to look at
    /// again. It is no history; ``request(about:)`` is.
    /// - Parameter offset: notices of earlier answers, where there were more than ``limit``.
    func batch(of sirens: [SIREN], since day: CivilDate, offset: Int = 0) -> HTTPRequest {
        let condition = Self.condition(Array(sirens.prefix(Self.batchSize)))
        return records("\(condition) AND dateparution >= date'\(day.text)'", offset: offset)
    }

    func records(_ condition: String, offset: Int) -> HTTPRequest {
        var query = [("where", condition), ("order_by", "dateparution desc"), ("limit", String(Self.limit))]
        if offset > 0 { query.append(("offset", String(offset))) }
        let path = ["api", "explore", "v2.1", "catalog", "datasets", "annonces-commerciales", "records"]
        return .json(RequestURL.joining(baseURL, path: path, query: query))
    }

    /// The field holds each SIREN twice, `"880878145"` and `"880 878 145"`; some notices have one of the two.
    static func condition(_ sirens: [SIREN]) -> String {
        let texts = sirens.flatMap { siren in
            let digits = siren.text
            let parts = [digits.prefix(3), digits.dropFirst(3).prefix(3), digits.suffix(3)]
            return ["\"\(digits)\"", "\"\(parts.joined(separator: " "))\""]
        }
        return "registre IN (\(texts.joined(separator: ",")))"
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        Self.findings(try Self.notices(body).filter { $0.sirens.contains(siren) }, at: fetchedAt)
    }

    /// Of an answer to ``batch(of:since:offset:)``: the companies about which something was published, and what.
    /// - Throws: ``UnreadableReply`` if `body` is not what the dataset's answers look like.
    static func readBatch(
        _ body: [UInt8],
        about sirens: [SIREN],
        at fetchedAt: Date
    ) throws(UnreadableReply) -> [SIREN: Findings] {
        let notices = try notices(body)
        var findings: [SIREN: Findings] = [:]
        for siren in Set(sirens) {
            let own = notices.filter { $0.sirens.contains(siren) }
            if !own.isEmpty { findings[siren] = self.findings(own, at: fetchedAt) }
        }
        return findings
    }

    /// Notices that match the question, those that the answer left out included; nil where it does not say.
    static func total(in body: [UInt8]) -> Int? {
        let reply = LooseObject(body)
        return reply?.integer("total_count") ?? reply?.integer("nhits")
    }

    func lifetime(of findings: Findings) -> Lifetime { .subject(.proceedings) }

    func redacted(_ body: [UInt8]) -> [UInt8] {
        guard let notices = try? Self.notices(body) else { return [] }
        return KeptReply.body(["results": notices.map(\.document)])
    }

    static func notices(_ body: [UInt8]) throws(UnreadableReply) -> [BodaccNotice] {
        guard let reply = LooseObject(body),
            let rows = reply.objects("results") ?? reply.objects("records")?.compactMap({ $0.object("fields") })
        else { throw UnreadableReply(provider: name) }
        return rows.prefix(limit).compactMap { BodaccNotice($0) }
    }

    private static func findings(_ notices: [BodaccNotice], at moment: Date) -> Findings {
        guard !notices.isEmpty else { return .nothing }
        let history = NoticeHistory(notices, today: CivilDate(dayOf: moment))
        return Findings(isFound: true, deposits: history.deposits, proceedings: history.proceedings)
    }
}
