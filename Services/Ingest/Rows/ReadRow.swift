import FrenchBusiness

/// One row of a list, understood: what it says of the company, of the department's lead and of a person there.
///
/// Values stand under the name of the column of `companies`, `leads` or `contacts` that holds them, as text.
struct ReadRow: Equatable, Sendable {
    var siren: SIREN?
    /// Normalised name and postcode: the key while there is no SIREN; nil without a name.
    var matchKey: String?
    var company: [String: String] = [:]
    var lead: [String: String] = [:]
    var contact: [String: String] = [:]
    /// Columns that Filon does not know and values that it cannot use, by header.
    var extra: [String: String] = [:]
    /// What was kept without being understood, if anything; the row stands.
    var remark: RowFault?
}

/// Columns that rows write, by table.
enum Column {
    static let siren = "siren"
    static let siret = "siret"
    static let name = "name"
    static let tradeName = "trade_name"
    static let postcode = "postcode"
    static let city = "city"
    static let naf = "naf"
    static let website = "website"
    static let ownerHint = "owner_hint"
    static let stageHint = "stage_hint"
    static let nextStep = "next_step"
    static let nextStepOn = "next_step_on"
    static let note = "note"
    static let turnoverHint = "turnover_hint_cents"
    static let function = "function"
    static let email = "email"
    static let phone = "phone_e164"
    static let phoneRaw = "phone_raw"
    /// Before an extra column's header.
    static let extraPrefix = "extra:"
}

/// The key that a company without SIREN is found again by.
enum MatchKey {
    /// Letters and digits of the name, folded, then the postcode; nil for a name without either.
    static func make(name: String?, postcode: String?) -> String? {
        guard let name else { return nil }
        let words = name.frenchFolded.split { !$0.isLetter && !$0.isNumber }
        guard !words.isEmpty else { return nil }
        return String((words.joined(separator: " ") + "|" + (postcode ?? "")).unicodeScalars.prefix(600))
    }
}
