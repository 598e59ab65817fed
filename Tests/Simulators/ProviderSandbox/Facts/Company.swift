/// The public facts about one legal unit that the simulator serves, in our own compact shape.
///
/// A missing fact is served as null, as the providers do. Dates are ISO days, amounts whole euros.
struct Company: Decodable, Sendable {
    struct Seat: Decodable, Sendable {
        /// The last five digits of the SIRET.
        var nic: String?
        var postcode: String?
        var city: String?
        /// INSEE's code of the commune.
        var commune: String?
        /// Number and street; never told of who asked for partial diffusion.
        var street: String?
    }

    /// The natural person behind a sole trader; only ever a made-up one.
    struct Person: Decodable, Sendable {
        var lastName: String
        var firstName: String
    }

    var siren: String
    var name: String?
    var acronym: String?
    var tradeName: String?
    var seat: Seat
    /// NAF rév. 2, dotted: `43.21A`.
    var naf: String?
    var naf25: String?
    /// INSEE's legal category: `5499`.
    var legalForm: String?
    /// INSEE's workforce band: `NN`, `00` … `53`.
    var workforce: String?
    var workforceYear: String?
    /// PME, ETI or GE.
    var category: String?
    var categoryYear: String?
    var created: String?
    var closed: String?
    /// A (active) or C (ceased).
    var state: String
    /// O (open) or P (partial: no prospecting).
    var diffusion: String
    var establishments: Int
    var openEstablishments: Int
    /// Complements that are true, without their prefix: `association`, `ess`, `bio` …
    var flags: [String]?
    /// IDCC numbers.
    var collectiveAgreements: [String]?
    var accounts: [Account]?
    var notices: [Notice]?
    /// Whole euros.
    var capital: Int?
    var telephone: String?
    var email: String?
    var website: String?
    var person: Person?
    /// Opposed to commercial use at Pappers.
    var opposed: Bool?
    /// The RNE's own flag (`diffusionCommerciale`); true when absent.
    var commercialUse: Bool?
    /// The day of the radiation from the RCS.
    var struckOff: String?
    /// The SIREN under which this unit is registered in truth; only Sirene knows this number.
    var duplicateOf: String?
    /// In no open source at all; Sirene answers 403.
    var undisclosed: Bool?

    /// The whole number of the head office, when it is known.
    var siret: String? { seat.nic.map { siren + $0 } }
    var isMasked: Bool { diffusion == "P" }
    var isSoleTrader: Bool { legalForm == "1000" }
    /// Whether only Sirene knows the number.
    var isElsewhereUnknown: Bool { duplicateOf != nil || undisclosed == true }
    /// Every year's turnover, closings latest first.
    var latestFirst: [Account] { (accounts ?? []).sorted { $0.closing > $1.closing } }

    /// The company as it was known on a day: later deposits, notices and ends have not happened.
    func known(on day: String) -> Company {
        var company = self
        company.accounts = accounts.map { $0.filter { $0.depositDay <= day } }
        if company.accounts?.isEmpty == true, accounts?.isEmpty == false { company.accounts = nil }
        company.notices = notices.map { $0.filter { $0.published <= day } }
        if let closed, closed > day {
            company.closed = nil
            company.state = "A"
            company.openEstablishments = max(1, openEstablishments)
        }
        if let struckOff, struckOff > day { company.struckOff = nil }
        return company
    }
}
