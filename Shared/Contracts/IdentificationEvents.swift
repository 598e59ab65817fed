public import Foundation
public import FrenchBusiness

/// Please find the SIREN of a company that came without one. Answered by ``IdentificationProposed``.
///
/// Carries what a register can be searched by, and no more of a contact than a zone and a domain.
public struct IdentificationRequested: Event {
    public static let type = "identification.requested.v1"

    public var companyID: CompanyID
    /// as the list gave it
    public var name: String?
    public var tradeName: String?
    public var postcode: String?
    public var city: String?
    /// NAF rév. 2, dotted
    public var naf: String?
    /// host of its site or of its own e-mail addresses; never a mail provider's
    public var domain: String?
    /// 1 to 5: first digit of a geographic number
    public var phoneZone: Int?
    /// of the company, when this was asked
    public var version: Int64

    public init(
        companyID: CompanyID,
        name: String? = nil,
        tradeName: String? = nil,
        postcode: String? = nil,
        city: String? = nil,
        naf: String? = nil,
        domain: String? = nil,
        phoneZone: Int? = nil,
        version: Int64
    ) {
        self.companyID = companyID
        self.name = name
        self.tradeName = tradeName
        self.postcode = postcode
        self.city = city
        self.naf = naf
        self.domain = domain
        self.phoneZone = phoneZone
        self.version = version
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// Why a company may be the one that a list means, for a person to choose by.
public struct CandidateReason: Codable, Sendable, Equatable {
    public var code: String
    /// in French
    public var text: String
    /// in English
    public var english: String

    public init(code: String, text: String, english: String) {
        self.code = code
        self.text = text
        self.english = english
    }
}

/// A registered company that may be the one.
public struct IdentificationCandidate: Codable, Sendable, Equatable {
    public var siren: SIREN
    public var name: String
    public var postcode: String?
    public var city: String?
    /// NAF rév. 2, dotted
    public var naf: String?
    /// active or ceased
    public var state: String
    /// register that knows it
    public var source: String
    /// 0 to 100, for the order
    public var score: Int
    public var reasons: [CandidateReason]

    public init(
        siren: SIREN,
        name: String,
        postcode: String? = nil,
        city: String? = nil,
        naf: String? = nil,
        state: String,
        source: String,
        score: Int,
        reasons: [CandidateReason]
    ) {
        self.siren = siren
        self.name = name
        self.postcode = postcode
        self.city = city
        self.naf = naf
        self.state = state
        self.source = source
        self.score = score
        self.reasons = reasons
    }
}

/// What the registers say about who a company without SIREN is.
public struct IdentificationProposed: Event {
    public static let type = "identification.proposed.v1"

    public var companyID: CompanyID
    /// `certain`, `doubtful` or `none`
    public var verdict: String
    /// where certain
    public var siren: SIREN?
    /// best first, five at most
    public var candidates: [IdentificationCandidate]
    /// why there is no more: `not_found`, `not_searchable` or `provider_away`; nil where there are candidates
    public var reason: String?
    /// of the company, that the question was about
    public var version: Int64
    /// when the registers were asked
    public var at: Date

    public init(
        companyID: CompanyID,
        verdict: String,
        siren: SIREN? = nil,
        candidates: [IdentificationCandidate],
        reason: String? = nil,
        version: Int64,
        at: Date
    ) {
        self.companyID = companyID
        self.verdict = verdict
        self.siren = siren
        self.candidates = candidates
        self.reason = reason
        self.version = version
        self.at = at
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// Please give a company that waits for identification the SIREN that a person chose, or note that none of the proposed
/// is right. Answered by ``RequestDone`` or ``RequestRefused``.
public struct IdentificationChoiceRequested: Event {
    public static let type = "identification-choice.requested.v1"

    public var actor: String
    public var companyID: CompanyID
    /// nil: none of the candidates
    public var siren: SIREN?
    public var at: Date

    public init(actor: String, companyID: CompanyID, siren: SIREN? = nil, at: Date) {
        self.actor = actor
        self.companyID = companyID
        self.siren = siren
        self.at = at
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
}
