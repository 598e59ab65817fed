import FrenchBusiness
import HTTPClient

/// The list names statements whose cells it sometimes leaves out; `GET /bilans-saisis/{id}` gives them.
extension InpiAccounts: DetailedProvider {
    /// Each costs one of the day's calls: the turnover of the latest exercises is what they are spent on.
    private static let mostDetails = 2

    func details(missingIn body: [UInt8], about siren: SIREN) -> [HTTPRequest] {
        guard let rows = LooseObject(body)?.objects("bilansSaisis")?.prefix(Self.most) else { return [] }
        let known = Set(rows.filter { InpiStatement.hasSheet($0) }.compactMap { InpiFiling($0)?.key })
        let bare = rows.filter { !InpiStatement.hasSheet($0) }.compactMap { InpiFiling($0) }.filter { filing in
            filing.siren == siren && filing.hidden == .nothing && filing.kind == .social && !known.contains(filing.key)
        }
        return bare.sorted { $0.closingDate > $1.closingDate }.prefix(Self.mostDetails).compactMap { filing in
            guard let id = filing.id, !id.isEmpty, id.utf8.allSatisfy(Self.isPlain) else { return nil }
            var request = HTTPRequest.json(RequestURL.joining(baseURL, path: ["bilans-saisis", id]))
            request.maximumBodyBytes = 4 << 20
            return request
        }
    }

    func completed(
        _ body: [UInt8],
        with details: [[UInt8]],
        about siren: SIREN
    ) throws(UnreadableReply) -> [UInt8] {
        guard let (statements, filings) = Self.parts(of: body) else { throw UnreadableReply(provider: name) }
        var found: [InpiStatement] = []
        for detail in details {
            guard let statement = LooseObject(detail).flatMap({ InpiStatement($0) }), statement.filing.siren == siren
            else { throw UnreadableReply(provider: name) }
            found.append(statement)
        }
        return KeptReply.body([
            "bilansSaisis": (found + statements).map(\.document), "bilans": filings.map(\.document),
        ])
    }

    /// What the register's identifiers are made of; nothing else goes into an address.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
            || byte == 0x5F
    }
}
