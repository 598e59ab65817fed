import Contracts

extension RuleSheet {
    /// Very small businesses first, urgency from how turnover moves.
    ///
    /// Sizes after décret 2008-1354's classes. The fall follows the risk of failure that 5,850 real companies show
    /// (`AUC` .739 with one year's horizon): twice the usual one at -15 %, over four times at -30 %, and a standstill
    /// is worth .30. The signal halves in about 18 months.
    static let tpe = RuleSheet(
        weights: [
            .size: 26, .urgency: 30, .turnoverLevel: 8, .industry: 4, .age: 7, .legalForm: 5, .region: 3,
            .workforceChange: 4, .eInvoicing: 4, .engagement: 4, .reachability: 5,
        ],
        size: Size(
            first: .small,
            values: [
                "NN": 800, "00": 850, "01": 1000, "02": 1000, "03": 950, "11": 780, "12": 650, "21": 450, "22": 300,
                "31": 300, "32": 200, "41": 150, "42": 100, "51": 100, "52": 0, "53": 0, "eti": 100, "ge": 0,
                "unknown": 600,
            ]
        ),
        urgency: .small,
        turnoverLevel: Level(
            curve: Curve(
                .steps,
                [
                    [-1_000_000_000_000, 0], [1, 200], [50_000, 600], [150_000, 1000], [2_000_000, 700],
                    [10_000_000, 350], [50_000_000, 50],
                ]
            ),
            unknown: 450
        ),
        industry: Fit(value: 600, unknown: 500),
        age: Level(
            curve: Curve(.steps, [[0, 650], [12, 1000], [60, 650], [120, 400], [240, 250]]),
            unknown: 350
        ),
        legalForm: [
            "commercial": 1000, "sole_trader": 650, "other": 300, "unknown": 300, "association": 100, "public_body": 0,
        ],
        region: Region(values: [:], other: 600, unknown: 500),
        workforceChange: ["growing": 900, "shrinking": 800, "same": 400, "unknown": 400],
        eInvoicing: ["within_a_year": 1000, "later": 600, "in_force": 400, "unknown": 300],
        engagement: .usual,
        reachability: ["phone_and_email": 1000, "phone": 800, "email": 600, "personal_number": 400, "none": 0],
        negatives: [.receivership: 15, .safeguard: 8, .noEstablishment: 5],
        bands: Bands(
            a: 62,
            b: 48,
            c: 36,
            probability: Bands.Limits(a: 4000, b: 2000, c: 800),
            probabilityPercent: 50
        )
    )

    /// Large companies first: for offers that only they buy. Growth counts as much as a fall.
    static let large: RuleSheet = {
        var sheet = tpe
        sheet.weights = [
            .size: 34, .urgency: 20, .turnoverLevel: 16, .industry: 5, .age: 4, .legalForm: 5, .region: 3,
            .workforceChange: 5, .eInvoicing: 2, .engagement: 2, .reachability: 4,
        ]
        sheet.size = Size(
            first: .large,
            values: [
                "NN": 0, "00": 0, "01": 50, "02": 50, "03": 100, "11": 150, "12": 250, "21": 400, "22": 550,
                "31": 600, "32": 800, "41": 850, "42": 900, "51": 950, "52": 1000, "53": 1000, "eti": 850,
                "ge": 1000, "unknown": 100,
            ]
        )
        sheet.urgency.surgePercent = 100
        sheet.urgency.proxies["small_employer"] = 300
        sheet.turnoverLevel.curve = Curve(
            .steps,
            [
                [-1_000_000_000_000, 0], [1, 50], [2_000_000, 200], [10_000_000, 500], [50_000_000, 800],
                [1_500_000_000, 1000],
            ]
        )
        sheet.turnoverLevel.unknown = 300
        sheet.age.curve = Curve(.steps, [[0, 100], [60, 400], [120, 800], [240, 1000]])
        sheet.legalForm["public_body"] = 300
        sheet.eInvoicing = ["within_a_year": 600, "later": 500, "in_force": 1000, "unknown": 500]
        return sheet
    }()
}

extension UrgencyRules {
    /// Points of `U = (5.84·min(max(-ℓ, 0), .35) - 2.86·min(max(ℓ, 0), .30) + .86) / 2.90` with `ℓ = ln(CA/CA before)`.
    static let small = UrgencyRules(
        fall: Curve(
            .linear,
            [
                [-2953, 1000], [-2500, 876], [-2000, 746], [-1500, 624], [-1000, 509], [-500, 400], [0, 297],
                [500, 248], [1000, 203], [1500, 159], [2000, 117], [2500, 77], [3000, 38], [3499, 1], [5000, 0],
            ]
        ),
        fallPercent: 100,
        surge: Curve(.linear, [[0, 0], [1000, 235], [2000, 450], [3000, 647], [4000, 830], [5000, 1000]]),
        surgePercent: 70,
        still: 300,
        halfLifeMonths: 18,
        smallBaseEuros: 25_000,
        yearWeights: [60, 30, 10],
        suspicious: 300,
        unknown: [
            "confidential": 300, "not_filed": 300, "not_applicable": 300, "zero_confirmed": 150, "known": 300,
            "estimated": 300, "unknown": 300,
        ],
        proxies: ["new_company": 500, "young_company": 400, "small_employer": 360, "other": 300],
        names: TrendLimits(
            collapse: -3000,
            fall: -1500,
            decline: -500,
            growth: 500,
            surge: 3000,
            staleMonths: 36,
            freshMonths: 24
        ),
        classes: Classes(critical: 750, high: 500, normal: 330),
        percent: [.critical: 130, .high: 115, .normal: 100, .low: 85]
    )
}

extension RuleSheet.Engagement {
    /// Half-lives in days; a call that reached somebody fades in 45.
    static let usual = RuleSheet.Engagement(
        kinds: [
            "inbound": Kind(points: 40, halfLifeDays: 90), "meeting": Kind(points: 30, halfLifeDays: 60),
            "callback": Kind(points: 25, halfLifeDays: 30), "reached": Kind(points: 20, halfLifeDays: 45),
            "email": Kind(points: 4, halfLifeDays: 14), "other": Kind(points: 2, halfLifeDays: 14),
            "not_interested": Kind(points: 0, halfLifeDays: 180),
        ],
        curve: Curve(.linear, [[0, 0], [1000, 390], [2000, 630], [4000, 860], [8000, 980], [12_000, 1000]])
    )
}

extension RuleBook {
    /// - Throws: ``FaultyRules``: a mistake of ours.
    static func tpePMEv2() throws -> RuleBook {
        try shipped(
            "tpe-pme-v2",
            "TPE et PME d’abord, besoin lu dans l’évolution du CA",
            .tpe,
            industries: [
                "F": ["industry": ["value": 800]], "G": ["industry": ["value": 700]],
                "I": [
                    "industry": ["value": 800],
                    "age": ["curve": ["points": [[0, 800], [12, 1000], [60, 500], [120, 300]]]],
                ],
                "K": ["industry": ["value": 300]], "O": ["industry": ["value": 50]],
                "56": ["weights": ["reachability": 7]],
                "64.20Z": ["industry": ["value": 50], "weights": ["workforce_change": 3, "industry": 6]],
            ]
        )
    }

    /// - Throws: ``FaultyRules``: a mistake of ours.
    static func grandesEntreprisesV1() throws -> RuleBook {
        try shipped(
            "grandes-entreprises-v1",
            "Grandes entreprises et ETI d’abord",
            .large,
            industries: ["O": ["industry": ["value": 200]]]
        )
    }

    private static func shipped(
        _ name: String,
        _ title: String,
        _ sheet: RuleSheet,
        industries: [String: JSONValue]
    ) throws -> RuleBook {
        try RuleBook([
            "name": .string(name), "title": .string(title),
            "all": (try? Wire.decode(JSONValue.self, from: Wire.encode(sheet))) ?? .null,
            "industries": .object(industries),
        ])
    }
}
