public import Foundation
public import FrenchBusiness

/// One accounting year's turnover (chiffre d'affaires).
public struct TurnoverFact: Codable, Sendable, Hashable {
    public var closingDate: CivilDate
    /// length of the year, usually 12; 0 if unknown
    public var months: Int
    /// nil where the year was filed without its turnover
    public var amountCents: Int64?
    /// `social` or `consolidated`
    public var kind: String
    public var source: String
    /// why the figure is to be believed less: `unit_suspect` (×10, ×100, ×1000), `differs`, `jump`, `restated`
    public var doubt: String?
    /// half of the last written digit's worth; nil: whole euros
    public var precisionCents: Int64?
    /// when the accounts were filed
    public var filedOn: CivilDate?

    public init(
        closingDate: CivilDate,
        months: Int,
        amountCents: Int64? = nil,
        kind: String,
        source: String,
        doubt: String? = nil,
        precisionCents: Int64? = nil,
        filedOn: CivilDate? = nil
    ) {
        self.precisionCents = precisionCents
        self.filedOn = filedOn
        self.closingDate = closingDate
        self.months = months
        self.amountCents = amountCents
        self.kind = kind
        self.source = source
        self.doubt = doubt
    }
}

/// What is known of a company's turnover, and if not, why.
public struct TurnoverFacts: Codable, Sendable, Hashable {
    /// one of FrenchBusiness.TurnoverStatus' raw values
    public var status: String
    /// machine-readable reason when not known
    public var reason: String?
    /// most recent first
    public var years: [TurnoverFact]
    /// where no figure is public: what it may be
    public var estimate: TurnoverEstimate?

    public init(status: String, reason: String? = nil, years: [TurnoverFact], estimate: TurnoverEstimate? = nil) {
        self.estimate = estimate
        self.status = status
        self.reason = reason
        self.years = years
    }
}

/// A turnover derived from other facts, with its interval; never shown as published.
public struct TurnoverEstimate: Codable, Sendable, Hashable {
    public var amountCents: Int64
    public var lowCents: Int64
    public var highCents: Int64
    /// `last_year`, `workforce` or `size_threshold`
    public var method: String

    public init(amountCents: Int64, lowCents: Int64, highCents: Int64, method: String) {
        self.amountCents = amountCents
        self.lowCents = lowCents
        self.highCents = highCents
        self.method = method
    }
}

/// An insolvency proceeding that lasts and leaves the company prospectable.
public struct LegalProceeding: Codable, Sendable, Hashable {
    /// `receivership` (redressement judiciaire) or `safeguard` (sauvegarde)
    public var kind: String
    public var since: CivilDate
    public var source: String?

    public init(kind: String, since: CivilDate, source: String? = nil) {
        self.kind = kind
        self.since = since
        self.source = source
    }
}

/// How a company is reached, where somebody asked a provider for it.
public struct CompanyReach: Codable, Sendable, Hashable {
    /// E.164
    public var phone: String?
    public var email: String?
    /// host and path, lower case
    public var site: String?
    /// a sole trader's mobile: the rules for consumers hold
    public var isPersonalMobile: Bool
    public var source: String
    public var at: Date

    public init(
        phone: String? = nil,
        email: String? = nil,
        site: String? = nil,
        isPersonalMobile: Bool,
        source: String,
        at: Date
    ) {
        self.phone = phone
        self.email = email
        self.site = site
        self.isPersonalMobile = isPersonalMobile
        self.source = source
        self.at = at
    }
}

/// Official identity and state, from the registers.
public struct CompanyFacts: Codable, Sendable, Hashable {
    public var name: String?
    public var tradeName: String?
    /// of the head office
    public var siret: String?
    /// NAF rév. 2, dotted
    public var naf: String?
    public var naf25: String?
    /// NAF section letter
    public var section: String?
    /// catégorie juridique, 4 digits
    public var legalForm: String?
    /// NN, 00 … 53
    public var workforceBand: String?
    public var workforceYear: Int?
    /// INSEE: PME, ETI, GE
    public var category: String?
    public var createdOn: CivilDate?
    public var postcode: String?
    public var city: String?
    /// official code of the département
    public var departement: String?
    /// open ones
    public var establishments: Int?
    public var isAssociation: Bool
    public var isSoleTrader: Bool
    public var isPublicBody: Bool
    /// provider that these facts come from
    public var source: String?

    public init(
        name: String? = nil,
        tradeName: String? = nil,
        siret: String? = nil,
        naf: String? = nil,
        naf25: String? = nil,
        section: String? = nil,
        legalForm: String? = nil,
        workforceBand: String? = nil,
        workforceYear: Int? = nil,
        category: String? = nil,
        createdOn: CivilDate? = nil,
        postcode: String? = nil,
        city: String? = nil,
        departement: String? = nil,
        establishments: Int? = nil,
        isAssociation: Bool,
        isSoleTrader: Bool,
        isPublicBody: Bool,
        source: String? = nil
    ) {
        self.name = name
        self.tradeName = tradeName
        self.siret = siret
        self.naf = naf
        self.naf25 = naf25
        self.section = section
        self.legalForm = legalForm
        self.workforceBand = workforceBand
        self.workforceYear = workforceYear
        self.category = category
        self.createdOn = createdOn
        self.postcode = postcode
        self.city = city
        self.departement = departement
        self.establishments = establishments
        self.isAssociation = isAssociation
        self.isSoleTrader = isSoleTrader
        self.isPublicBody = isPublicBody
        self.source = source
    }
}

/// Why a company must not be prospected.
public struct Exclusion: Codable, Sendable, Hashable {
    /// `ceased`, `liquidation`, `struck_off`, `not_diffusible`, `commercial_opposition`, `register_opposition`,
    /// `opposed`, `withdrawn`
    public var code: String
    /// in French, for people
    public var text: String
    public var source: String?
    public var on: CivilDate?

    public init(code: String, text: String, source: String? = nil, on: CivilDate? = nil) {
        self.code = code
        self.text = text
        self.source = source
        self.on = on
    }
}

/// Enrichment has looked: facts and turnover as far as the sources know them. Announced for every accepted company with a SIREN, also when the turnover stays unknown.
public struct CompanyEnriched: Event {
    public static let type = "company.enriched.v1"

    public var companyID: CompanyID
    public var siren: SIREN
    public var facts: CompanyFacts
    public var turnover: TurnoverFacts
    /// set: no prospecting, in any department
    public var exclusion: Exclusion?
    /// providers that answered
    public var sources: [String]
    /// the facts' own time: older ones never overwrite newer ones
    public var factsAt: Date
    /// set: receivership or safeguard lasts
    public var proceeding: LegalProceeding?
    /// set: somebody asked for it
    public var reach: CompanyReach?
    /// when a register was read last: state and diffusion are its word of that moment; nil: none has answered
    public var statusReadAt: Date?

    public init(
        companyID: CompanyID,
        siren: SIREN,
        facts: CompanyFacts,
        turnover: TurnoverFacts,
        exclusion: Exclusion? = nil,
        sources: [String],
        factsAt: Date,
        proceeding: LegalProceeding? = nil,
        reach: CompanyReach? = nil,
        statusReadAt: Date? = nil
    ) {
        self.statusReadAt = statusReadAt
        self.proceeding = proceeding
        self.reach = reach
        self.companyID = companyID
        self.siren = siren
        self.facts = facts
        self.turnover = turnover
        self.exclusion = exclusion
        self.sources = sources
        self.factsAt = factsAt
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
}

/// Look again, by hand, because facts have aged, because the register changed, or because somebody is about to be given
/// the company.
///
/// A person's request is answered by ``CompanyEnriched``, ``CompanyCeased`` or ``RequestRefused``.
public struct EnrichmentRequested: Event {
    public static let type = "enrichment.requested.v1"
    /// ``reason`` of who read in the register that a company's state or diffusion changed
    public static let registerChanged = "register_changed"
    /// ``reason`` of who may not hand a lead out before its company's state and diffusion were read again
    public static let statusAged = "status_aged"

    public var companyID: CompanyID
    public var actor: String
    public var reason: String
    /// what is asked for beside facts and turnover: `reach` (phone, e-mail and site, which cost money)
    public var wanted: [String]?

    public init(companyID: CompanyID, actor: String, reason: String, wanted: [String]? = nil) {
        self.wanted = wanted
        self.companyID = companyID
        self.actor = actor
        self.reason = reason
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
}

/// A provider's budget is used up; its look-ups wait.
public struct BudgetExhausted: Event {
    public static let type = "budget.exhausted.v1"

    public var provider: String
    /// `day`, `lead` or `credits`
    public var scope: String
    public var until: Date?

    public init(provider: String, scope: String, until: Date? = nil) {
        self.provider = provider
        self.scope = scope
        self.until = until
    }

    public var subject: String { "provider/\(provider)" }
}

/// Look whether anything was published about these companies: a filing, an insolvency, the end of a registration.
public struct WatchRequested: Event {
    public static let type = "watch.requested.v1"

    /// at most 40
    public var sirens: [SIREN]
    /// notices published since
    public var since: CivilDate

    public init(sirens: [SIREN], since: CivilDate) {
        self.sirens = sirens
        self.since = since
    }

    public var subject: String { "notices" }
}
