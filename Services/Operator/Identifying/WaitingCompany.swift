import Contracts
import Foundation
import FrenchBusiness

/// A company that came without SIREN, and what is known about who it is.
struct WaitingCompany: Encodable, Sendable {
    let id: String
    let name: String?
    let postcode: String?
    let city: String?
    let state: String
    let siren: String?
    let reason: String?
    let askedAt: Date
    let candidates: [IdentificationCandidate]

    private var line: String {
        let place = [postcode, city].compactMap(\.self).joined(separator: " ")
        return ([id, name ?? "—", place] + [siren, reason].compactMap(\.self)).filter { !$0.isEmpty }
            .joined(separator: "  ")
    }

    /// Each company with its candidates below it.
    static func text(of companies: [WaitingCompany], state: String) -> String {
        guard !companies.isEmpty else { return "No company is \(state)." }
        return companies.map { company in
            let candidates = company.candidates.map { candidate in
                let place = [candidate.postcode, candidate.city].compactMap(\.self).joined(separator: " ")
                let reasons = candidate.reasons.map(\.english).joined(separator: ", ")
                return "  \(candidate.siren.text)  \(candidate.score)  \(candidate.name)  \(place)  (\(reasons))"
            }
            return ([company.line] + candidates).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
