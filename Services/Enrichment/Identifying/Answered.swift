import Contracts
import Foundation
import FrenchBusiness
import Identification

/// The registers' answer to one question, as it is kept and announced.
struct Answered: Sendable {
    /// ``SoughtCompany/fingerprint``; kept as a hash.
    var question: String
    var verdict: Identification.Verdict
    var siren: SIREN?
    var reason: String?
    var candidates: [IdentificationCandidate]
    var at: Date
    var validUntil: Date

    /// How long a question is not asked again: registers learn of a new company within weeks, and a person decides
    /// what is doubtful.
    private static let days = (none: 30.0, other: 180.0)

    init(_ finding: Finding, to sought: SoughtCompany) {
        question = sought.fingerprint
        verdict = finding.answer.verdict
        let isCertain = finding.answer.verdict == .certain
        siren = isCertain ? finding.answer.candidates.first.flatMap { SIREN($0.company.siren) } : nil
        reason = finding.reason?.rawValue
        candidates = finding.answer.candidates.compactMap { IdentificationCandidate($0) }
        at = finding.at
        let days = verdict == .none ? Self.days.none : Self.days.other
        validUntil = finding.isProviderAway ? finding.at : finding.at.addingTimeInterval(days * 86_400)
        if isCertain, siren == nil { verdict = .doubtful }
    }

    init(
        question: String,
        verdict: Identification.Verdict,
        siren: SIREN?,
        reason: String?,
        candidates: [IdentificationCandidate],
        at: Date,
        validUntil: Date
    ) {
        self.question = question
        self.verdict = verdict
        self.siren = siren
        self.reason = reason
        self.candidates = candidates
        self.at = at
        self.validUntil = validUntil
    }

    func event(for company: CompanyID, version: Int64) -> IdentificationProposed {
        IdentificationProposed(
            companyID: company,
            verdict: verdict.rawValue,
            siren: siren,
            candidates: candidates,
            reason: reason,
            version: version,
            at: at
        )
    }
}

extension IdentificationCandidate {
    /// nil for a number that is no SIREN.
    init?(_ candidate: Identification.Candidate) {
        let company = candidate.company
        guard let siren = SIREN(company.siren) else { return nil }
        self.init(
            siren: siren,
            name: company.names.first ?? company.siren,
            postcode: company.places.first?.postcode,
            city: company.places.first?.city,
            naf: company.naf,
            state: company.isCeased ? "ceased" : "active",
            source: company.source,
            score: candidate.score,
            reasons: candidate.reasons.map {
                CandidateReason(code: $0.rawValue, text: $0.french, english: $0.english)
            }
        )
    }
}
