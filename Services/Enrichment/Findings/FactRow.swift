import Contracts
import Foundation
import FrenchBusiness

/// One fact with its provenance, as it is stored.
struct FactRow: Sendable, Equatable {
    enum Unit: String, Sendable {
        case euroCents = "eur_cents"
        case count
    }

    let siren: SIREN
    let field: String
    /// The closing date or first day that the fact is about; nil is timeless.
    var period: CivilDate?
    /// JSON
    let value: String
    var unit: Unit?
    /// Half of the last written digit's worth, cents.
    var precisionCents: Int64?
    let source: String
    var sourceDate: CivilDate?
    let fetchedAt: Date
    /// nil: it does not age
    var validUntil: Date?
    /// Price of the call that brought it.
    var costCents = 0
    /// 0 to 100
    var confidence = 100
    /// The bulk file that it was read in.
    var fileID: UUID?
    /// Set where a colleague entered it.
    var entered: Entry?

    /// A colleague's word.
    struct Entry: Sendable, Equatable {
        /// User id, or `operator`.
        let actor: String
        /// Where the colleague knows it from.
        let note: String
    }

    /// What a newer row with the same key supersedes.
    struct Key: Hashable, Sendable {
        let siren: SIREN
        let field: String
        let period: CivilDate?
        let source: String
    }

    var key: Key { Key(siren: siren, field: field, period: period, source: source) }

    /// Fields that name or place a person behind a company, or reach one.
    static let personal = ["name", "trade_name", "siret", "postcode", "city"] + reach
    /// Fields that say how a company is reached.
    static let reach = ["phone", "email", "site", "phone_is_personal"]
}
