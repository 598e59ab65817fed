import Contracts
import Foundation
import FrenchBusiness

/// What a dossier keeps beside what it announces: what the announcement rests on, and what the last look tried.
struct Record: Codable, Sendable, Equatable {
    /// Accounts that were filed, the latest first, at most ``Record/kept``.
    var deposits: [Deposit] = []
    /// Insolvency and striking off, the latest first.
    var proceedings: [Proceeding] = []
    var proceedingsFrom: String?
    /// The register's own word that the company has ceased.
    var ceased: Dossier.End?
    /// Who said that the company must not be prospected, by provider: independent of one another.
    var stops: [String: Stop] = [:]
    /// Where the figures contradict each other.
    var conflicts: [Conflict] = []
    /// Where a register's word on state and another provider's differ.
    var stateDoubt: String?
    var estimate: Estimate?
    /// The SIREN that the register gives in this one's place.
    var successor: SIREN?
    var reach: ReachFacts?
    /// Every step of the last look, in order.
    var trail: [TrailEntry] = []
    /// The waterfall that the last look followed.
    var waterfall: Int?

    static let kept = 12

    init() {}

    /// What a dossier written before there was a record says by its end and its exclusion.
    init(of dossier: Dossier) {
        ceased = dossier.end
        if let exclusion = dossier.exclusion {
            let source = exclusion.source ?? ProviderName.rechercheEntreprises
            stops[source] = Stop(code: .notDiffusible, on: exclusion.on, at: dossier.factsAt)
        }
    }
}

/// A provider's word that somebody must not be prospected.
struct Stop: Codable, Sendable, Equatable {
    enum Code: String, Codable, Sendable, CaseIterable {
        /// Sirene, partial diffusion (code de commerce, A. 123-96).
        case notDiffusible = "not_diffusible"
        /// The person objected to commercial use of the data, as Pappers passes it on.
        case commercialOpposition = "commercial_opposition"
        /// RNE: `diffusionCommerciale` is false.
        case registerOpposition = "register_opposition"
    }

    var code: Code
    var on: CivilDate?
    var at: Date

    var text: String {
        switch code {
        case .notDiffusible:
            "Diffusion partielle au répertoire Sirene\u{202F}: le titulaire s’oppose à la prospection (art. A. 123-96 du code de commerce)."
        case .commercialOpposition:
            "Le titulaire s’oppose à l’utilisation commerciale de ses données (signalé par Pappers)."
        case .registerOpposition:
            "Le titulaire s’oppose à la diffusion commerciale de ses données au registre national des entreprises."
        }
    }
}

/// Figures about one exercise that contradict each other.
struct Conflict: Codable, Sendable, Equatable {
    var closingDate: CivilDate
    var kind: String
    /// `differs`, `unit_suspect`, `jump` or `restated`
    var what: String
    /// `SOURCE: CENTS`, the one that is announced first.
    var values: [Value]

    struct Value: Codable, Sendable, Equatable {
        var source: String
        var amountCents: Int64
    }
}

/// A turnover derived from other facts; never shown as published.
struct Estimate: Codable, Sendable, Equatable {
    enum Method: String, Codable, Sendable {
        /// The last public exercise, moved by its sector's growth since.
        case lastYear = "last_year"
        /// Workforce band by the sector's turnover per head.
        case workforce
        /// What companies that may hide so much cannot exceed (décret 2024-152).
        case sizeThreshold = "size_threshold"
    }

    var amountCents: Int64
    var lowCents: Int64
    var highCents: Int64
    var method: Method
    /// What it was derived from, for people.
    var basis: String
}

/// Phone, e-mail and site as kept.
struct ReachFacts: Codable, Sendable, Equatable {
    var phone: String?
    var email: String?
    var site: String?
    var isPersonalMobile: Bool
    var source: String
    var at: Date

    var event: CompanyReach {
        CompanyReach(phone: phone, email: email, site: site, isPersonalMobile: isPersonalMobile, source: source, at: at)
    }
}

/// What became of one step of a look.
struct TrailEntry: Codable, Sendable, Equatable {
    enum Outcome: String, Codable, Sendable {
        /// It answered with something.
        case found
        /// It answered that it knows nothing.
        case notFound = "not_found"
        /// A kept reply answered.
        case kept
        /// Part of an answer.
        case partial
        /// A rule of the waterfall stopped it.
        case skipped
        /// Only asked when a person asks.
        case onRequest = "on_request"
        /// No key, or switched off.
        case notConfigured = "not_configured"
        /// It did not answer.
        case away
        /// A ceiling was reached, or the provider has no credits.
        case budget
        /// A paid call went out and its answer was lost: not asked again by itself.
        case perhapsPaid = "perhaps_paid"
        /// The provider's robots.txt says no.
        case disallowed
    }

    var provider: String
    var question: String
    var outcome: Outcome
    /// Rule, status or error, machine-readable.
    var reason: String?
    /// When it was tried, or when the kept reply was fetched.
    var at: Date?
    /// When it is tried again at the earliest; nil: when the dossier has aged.
    var again: Date?
    var costCents: Int
    /// Name and day of the bulk file that answered.
    var file: String?
}
