import FrenchBusiness

/// Insolvency, or the end of a registration, as a registry announced it.
struct Proceeding: Sendable, Equatable, Codable {
    enum Kind: String, Sendable, Codable, CaseIterable {
        /// Liquidation judiciaire: the company leaves the queue.
        case liquidation
        /// Redressement judiciaire: stays, with a strong flag.
        case receivership
        /// Procédure de sauvegarde.
        case safeguard
        /// Radiation du registre du commerce.
        case struckOff = "struck_off"

        /// Liquidation before receivership before safeguard: the gravest of several counts.
        var gravity: Int {
            switch self {
            case .struckOff: 4
            case .liquidation: 3
            case .receivership: 2
            case .safeguard: 1
            }
        }

        /// Whether nobody prospects such a company.
        var endsProspecting: Bool { self == .liquidation || self == .struckOff }
    }

    var kind: Kind
    /// Date of the judgment, or of the notice where the judgment's is unreadable.
    var since: CivilDate
    /// When it ended (closing, end of the plan, withdrawal); nil while it lasts.
    var until: CivilDate?
    /// The provider's own identity of the notice.
    var reference: String?
}
