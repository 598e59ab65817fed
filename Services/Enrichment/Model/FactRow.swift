import Contracts
import Foundation
import FrenchBusiness

/// One fact with its provenance, as it is stored.
struct FactRow: Sendable, Equatable {
    let siren: SIREN
    let field: String
    /// JSON
    let value: String
    let source: String
    let sourceDate: CivilDate?
    let fetchedAt: Date
    let validUntil: Date
    /// 0 to 100
    let confidence: Int

    /// Fields that name or place a person behind a company.
    static let personal = ["name", "trade_name", "siret", "postcode", "city"]

    /// Every field that the register fills, from its answer.
    static func rows(of answer: Answer, about siren: SIREN) -> [FactRow] {
        guard let identity = answer.findings.identity else { return [] }
        let facts = identity.facts
        let texts: [(String, String?)] = [
            ("name", facts.name), ("trade_name", facts.tradeName), ("siret", facts.siret), ("naf", facts.naf),
            ("naf25", facts.naf25), ("section", facts.section), ("legal_form", facts.legalForm),
            ("workforce_band", facts.workforceBand), ("category", facts.category),
            ("created_on", facts.createdOn?.text), ("postcode", facts.postcode), ("city", facts.city),
            ("departement", facts.departement), ("state", identity.state.text),
            ("ceased_on", identity.ceasedOn?.text), ("diffusion", identity.isDiffusible ? "O" : "P"),
        ]
        let numbers: [(String, Int?)] = [
            ("workforce_year", facts.workforceYear), ("establishments", facts.establishments),
        ]
        let flags = [
            ("is_association", facts.isAssociation), ("is_sole_trader", facts.isSoleTrader),
            ("is_public_body", facts.isPublicBody),
        ]
        let values =
            texts.compactMap { field, text in text.map { (field, quoted($0)) } }
            + numbers.compactMap { field, number in number.map { (field, String($0)) } }
            + flags.map { ($0.0, $0.1 ? "true" : "false") }
        let validUntil = Validity.after(identity.state == .ceased ? .ceased : .identity, answer.fetchedAt)
        return values.map { field, value in
            FactRow(
                siren: siren,
                field: field,
                value: value,
                source: answer.provider,
                sourceDate: identity.updatedOn,
                fetchedAt: answer.fetchedAt,
                validUntil: validUntil,
                confidence: 100
            )
        }
    }

    private static func quoted(_ text: String) -> String {
        guard let data = try? JSONEncoder().encode(text) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Identity.State {
    fileprivate var text: String? {
        switch self {
        case .active: "A"
        case .ceased: "C"
        case .unknown: nil
        }
    }
}
