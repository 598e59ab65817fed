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

    /// The whole number of the head office, when it is known.
    var siret: String? { seat.nic.map { siren + $0 } }
    var isMasked: Bool { diffusion == "P" }
}

/// One deposited year.
struct Account: Decodable, Sendable {
    /// The closing day.
    var closing: String
    /// C (complete), S (simplified) or K (consolidated).
    var statement: String
    /// Whole euros; nil when the profit and loss statement is confidential.
    var turnover: Int?
    var result: Int?
    /// `Public` when absent.
    var confidentiality: String?
}

/// One notice of the BODACC.
struct Notice: Decodable, Sendable {
    struct Ruling: Decodable, Sendable {
        var nature: String
        var date: String
    }

    /// Letter, four digits of year, four of issue, then the number of the notice.
    var id: String
    /// `collective`, `radiation` or `dpc`.
    var family: String
    var published: String
    var court: String
    var closing: String?
    var confidential: Bool?
    var ruling: Ruling?
}
