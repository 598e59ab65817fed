import Contracts
import FrenchBusiness

/// A rule set as data: what holds for all, and what industries say otherwise.
///
/// An industry is a NAF section (`F`), division (`56`) or code (`56.10A`); the narrower one holds. Its entry names only
/// what differs, of the same shape as the whole. A published book never changes.
struct RuleBook: Sendable, Hashable {
    let name: String
    /// In French.
    let title: String
    let document: JSONValue
    let all: RuleSheet
    /// By section, division or code, merged with the wider ones.
    let industries: [String: RuleSheet]

    static func == (left: RuleBook, right: RuleBook) -> Bool {
        left.document == right.document
    }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// What holds for an activity.
    func sheet(naf: String?, section: String?) -> RuleSheet {
        guard !industries.isEmpty else { return all }
        let code = naf.flatMap { NAFCode($0) }
        if let code, !code.isLegacy {
            if let sheet = industries[code.text] ?? industries[code.division] { return sheet }
            if let own = code.section?.rawValue, let sheet = industries[own] { return sheet }
            return all
        }
        return section.flatMap { industries[$0] } ?? all
    }

    /// The keys under which an industry inherits, widest first.
    static func line(to industry: String) -> [String] {
        guard let code = NAFCode(industry) else {
            guard industry.utf8.count == 2, let number = Int(industry) else { return [industry] }
            return [NAFSection(division: number)?.rawValue, industry].compactMap(\.self)
        }
        return [code.section?.rawValue, code.division, code.text].compactMap(\.self)
    }
}

extension JSONValue {
    /// The same with what `other` names put in its place, object by object; anything else is replaced whole.
    func merged(with other: JSONValue) -> JSONValue {
        guard let mine = members, let theirs = other.members else { return other }
        return .object(mine.merging(theirs) { $0.merged(with: $1) })
    }
}
