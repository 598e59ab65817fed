/// How large a company is, with the very small ones told apart.
///
/// INSEE publishes only PME, ETI and GE (`SizeCategory`), at the level of the group; TPE is derived.
public enum CompanySize: String, CaseIterable, Codable, Hashable, Sendable {
    case tpe, pme, eti, ge, unknown

    /// The size by INSEE's category, refined by headcount and money after décret 2008-1354, article 3: a
    /// micro-enterprise (TPE) has fewer than 10 people **and** a turnover **or** a balance sheet of at most 2 M€.
    ///
    /// - A turnover that nobody published does not keep a company from being a TPE: most TPE publish none.
    /// - An unknown headcount does: a PME of unknown headcount stays a PME.
    /// - Without a category (young companies, SCI, associations) the headcount decides.
    public static func derived(
        category: SizeCategory?,
        band: WorkforceBand?,
        turnover: Money?,
        balance: Money? = nil
    ) -> CompanySize {
        switch category {
        case .ge: .ge
        case .eti: .eti
        case .pme: isMicro(band: band, turnover: turnover, balance: balance) ? .tpe : .pme
        case nil: derived(band: band, turnover: turnover, balance: balance)
        }
    }

    private static func derived(band: WorkforceBand?, turnover: Money?, balance: Money?) -> CompanySize {
        guard let band else { return .unknown }
        if isMicro(band: band, turnover: turnover, balance: balance) { return .tpe }
        if band.lowerBound >= SizeThresholds.eti.people { return .ge }
        return band.lowerBound >= SizeThresholds.pme.people ? .eti : .pme
    }

    private static func isMicro(band: WorkforceBand?, turnover: Money?, balance: Money?) -> Bool {
        guard let band, band.lowerBound < SizeThresholds.micro.people else { return false }
        guard let turnover, turnover > SizeThresholds.micro.turnover else { return true }
        return balance.map { $0 <= SizeThresholds.micro.balance } ?? false
    }

    public var label: String {
        switch self {
        case .tpe: "TPE"
        case .pme: "PME"
        case .eti: "ETI"
        case .ge: "Grande entreprise"
        case .unknown: "Taille inconnue"
        }
    }
}

/// What Sirene's `categorieEntreprise` holds: statistical, of the whole group, two to three years old.
public enum SizeCategory: String, CaseIterable, Codable, Hashable, Sendable {
    case pme = "PME", eti = "ETI", ge = "GE"
}
