import Contracts
import Foundation
import FrenchBusiness

/// A source of facts about companies. One file per provider; the waterfall asks them in order.
protocol Provider: Sendable {
    /// Stable: rows and events carry it.
    var name: String { get }
    /// Absolute address of the question about one SIREN.
    func address(of siren: SIREN) -> String
    /// Whether its answer can still add anything to what the ones before it said.
    func isWorthAsking(after answers: [Answer]) -> Bool
    /// Whether it documents 404 as "no such SIREN". Of any other provider, 404 says that the address is wrong.
    var answersUnknownWith404: Bool { get }
    /// - Throws: ``UnreadableReply`` if `body` is not what the provider documents.
    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings
    /// Until when an answer is not asked for again.
    func validity(of findings: Findings, from fetchedAt: Date) -> Date
    /// The reply without the persons in it, as it is kept.
    func redacted(_ body: [UInt8]) -> [UInt8]
}

extension Provider {
    var answersUnknownWith404: Bool { false }
}

/// A provider answered with something that is not its documented form.
struct UnreadableReply: Error {
    let provider: String
}

/// What one provider said about one SIREN.
struct Findings: Sendable, Equatable {
    /// False: the provider does not know the SIREN.
    var isFound: Bool
    var identity: Identity?
    var years: [AccountingYear]

    static let nothing = Findings(isFound: false, identity: nil, years: [])
}

/// ``Findings`` and where and when they come from.
struct Answer: Sendable, Equatable {
    let provider: String
    let fetchedAt: Date
    let findings: Findings
}

/// Official identity and state of a legal unit.
struct Identity: Sendable, Equatable {
    enum State: Sendable, Equatable {
        case active, ceased, unknown
    }

    var facts: CompanyFacts
    var state: State
    var ceasedOn: CivilDate?
    /// False: the person asked that the data serve no prospecting (code de commerce, A. 123-96).
    var isDiffusible: Bool
    /// The register's own date.
    var updatedOn: CivilDate?
}
