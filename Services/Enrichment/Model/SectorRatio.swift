import FrenchBusiness

/// What companies of one NAF division earn per head and how they grow, measured on those whose turnover is public.
struct SectorRatio: Sendable, Equatable {
    /// Below so many companies nothing is said of a sector.
    static let enough = 30

    /// Two digits.
    var division: String
    /// Turnover per head and year, cents: lower quartile, median, upper quartile.
    var perHead: Quartiles
    var companies: Int
    /// Growth from one exercise to the next, in hundredths of a percent; nil where too few are known.
    var growth: Quartiles?

    struct Quartiles: Sendable, Equatable {
        var lower: Int64
        var median: Int64
        var upper: Int64
    }

    /// Software publishing: measured on 322 publishers of 20 to 49 employees whose turnover is public. The one sector
    /// of which a figure is known before the base knows enough companies itself.
    static let softwarePublishing = SectorRatio(
        division: "58",
        perHead: Quartiles(lower: 7_100_000, median: 11_600_000, upper: 18_600_000),
        companies: 322
    )

    /// What is measured, where enough companies stand behind it.
    static func best(_ measured: SectorRatio?, for division: String?) -> SectorRatio? {
        if let measured, measured.companies >= enough { return measured }
        return division == softwarePublishing.division ? softwarePublishing : nil
    }
}
