import Contracts
import Foundation
import FrenchBusiness

/// What is announced of a SIREN, merged from all that the providers said so far.
struct Dossier: Codable, Sendable, Equatable {
    /// Why a company leaves every queue.
    struct End: Codable, Sendable, Equatable {
        var reason: String
        var on: CivilDate?
        var source: String
    }

    var siren: SIREN
    var facts: CompanyFacts
    /// When the register was read; nil while it has not answered.
    var identityAt: Date?
    /// The register was read and knows no such SIREN.
    var isUnknownToRegister: Bool
    var end: End?
    var exclusion: Exclusion?
    var turnover: TurnoverFacts
    var sources: [String]
    /// Time of the newest answer.
    var factsAt: Date
    var validUntil: Date
    /// A provider did not answer; looked again soon.
    var isIncomplete: Bool
    /// nil in dossiers written before there was one
    private var kept: Record?

    var record: Record {
        get { kept ?? Record(of: self) }
        set { kept = newValue }
    }

    init(siren: SIREN, at moment: Date) {
        self.siren = siren
        facts = .unknown
        isUnknownToRegister = false
        turnover = TurnoverFacts(status: TurnoverStatus.unknown.rawValue, years: [])
        sources = []
        factsAt = moment
        validUntil = moment
        isIncomplete = false
    }

    func event(for company: CompanyID) -> any Event {
        if let end {
            return CompanyCeased(
                companyID: company,
                siren: siren,
                reason: end.reason,
                ceasedOn: end.on,
                source: end.source,
                at: factsAt
            )
        }
        return CompanyEnriched(
            companyID: company,
            siren: siren,
            facts: facts,
            turnover: turnover,
            exclusion: exclusion,
            sources: sources,
            factsAt: factsAt,
            proceeding: openProceeding.map {
                LegalProceeding(kind: $0.kind.rawValue, since: $0.since, source: record.proceedingsFrom)
            },
            reach: record.reach?.event,
            statusReadAt: identityAt
        )
    }

    /// As kept after a sole trader was erased: figures and classes without name and place.
    var withoutPerson: Dossier {
        guard facts.isSoleTrader else { return self }
        var dossier = self
        dossier.facts.forgetPerson()
        dossier.record.reach = nil
        return dossier
    }
}

extension CompanyFacts {
    static let unknown = CompanyFacts(isAssociation: false, isSoleTrader: false, isPublicBody: false)

    /// Drops name and place; the département stays, since it places nobody.
    mutating func forgetPerson() {
        name = nil
        tradeName = nil
        siret = nil
        postcode = nil
        city = nil
    }
}
