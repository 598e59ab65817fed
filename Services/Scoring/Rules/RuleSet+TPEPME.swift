extension RuleSet {
    /// Very small businesses first, urgency from how turnover moves.
    ///
    /// The limits of a movement follow the risk that bankruptcies show: about twice the usual one at -15 %, over four
    /// times at -30 %, half of it at +10 %. A fall and a surge both make a need likely.
    /// Sum of the best outcomes: 15 + 24 + 20 + 5 + 8 + 8 + 5 + 5 + 5 + 5 = 100; of the worst: 15 - 8 - 4 - 3 = 0.
    static let tpePME = RuleSet(
        name: "tpe-pme-v1",
        points: [
            .base: [.start: 15],
            .size: [.tpe: 24, .pme: 16, .unknown: 10, .eti: 5, .ge: 0],
            .turnoverTrend: [
                .collapse: 20, .fall: 17, .surge: 16, .decline: 10, .growth: 9, .stable: 4, .suspicious: 6,
                .tooOld: 3, .singleYear: 5, .noTurnover: 2, .confidential: 6, .notFiled: 4, .notApplicable: 5,
                .unknown: 5,
            ],
            .unknownTurnover: [.newCompany: 5, .youngCompany: 3, .smallEmployer: 3, .other: 0],
            .turnoverLevel: [
                .noTurnover: 0, .under50k: 1, .under150k: 5, .under2m: 8, .under10m: 6, .under50m: 3, .over50m: 0,
                .unknown: 3,
            ],
            .age: [
                .under1Year: 5, .under5Years: 8, .under10Years: 5, .under20Years: 3, .over20Years: 2, .unknown: 2,
            ],
            .legalForm: [
                .commercial: 5, .soleTrader: 3, .other: 1, .unknown: 1, .association: -4, .publicBody: -8,
            ],
            .employer: [.from1To9: 5, .from10To49: 4, .from50: 2, .withoutEmployees: 1, .unknown: 1],
            .eInvoicing: [.withinAYear: 5, .later: 3, .inForce: 2, .unknown: 1],
            .reachability: [.phoneAndEmail: 5, .phone: 4, .email: 3, .personalNumber: 2, .none: 0],
            .staleAccounts: [.tooOld: -4],
            .openEstablishments: [.none: -3],
        ],
        trend: TrendLimits(
            collapse: -3000,
            fall: -1500,
            decline: -500,
            growth: 500,
            surge: 3000,
            staleMonths: 36,
            freshMonths: 24
        ),
        bands: BandLimits(a: 75, b: 60, c: 45),
        urgencyPercent: [.critical: 130, .high: 115, .normal: 100, .low: 85]
    )
}
