import Contracts
import FrenchBusiness

@testable import Scoring

/// Repeatable randomness (SplitMix64), so that a failing draw can be drawn again.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func flag() -> Bool { Bool.random(using: &self) }

    mutating func one<T>(of values: [T], or none: T) -> T { values.randomElement(using: &self) ?? none }

    mutating func maybe<T>(_ value: T?) -> T? { flag() ? value : nil }
}

extension Dice {
    mutating func day() -> CivilDate { CivilDate(clamping: Int.random(in: 0...25_000, using: &self)) }

    /// Also amounts and lengths that no honest source gives.
    mutating func turnover() -> TurnoverFacts {
        let amounts: [Int64?] = [
            nil, 0, 1, -5, .max, .min, 4_000_000, 80_000_000, 81_000_000, 250_000_000, 6_000_000_000,
        ]
        let years = (0..<Int.random(in: 0...5, using: &self)).map { _ in
            TurnoverFact(
                closingDate: one(of: [day(), Known.closing2025, Known.closing2024], or: day()),
                months: one(of: [0, 12, 12, 12, 6, 18, -4, .max], or: 12),
                amountCents: one(of: amounts, or: nil),
                kind: one(of: ["social", "social", "consolidated", "other"], or: "social"),
                source: "ratios_inpi_bce"
            )
        }
        let statuses = TurnoverStatus.allCases.map(\.rawValue) + ["nonsense"]
        return TurnoverFacts(status: one(of: statuses, or: "unknown"), years: years)
    }

    mutating func facts() -> CompanyFacts {
        let bands = WorkforceBand.allCases.map(\.rawValue) + ["99", ""]
        return CompanyFacts(
            name: "X",
            legalForm: maybe(one(of: ["5499", "5710", "1000", "9220", "7210", "6540", "12"], or: "5499")),
            workforceBand: maybe(one(of: bands, or: "01")),
            workforceYear: maybe(2024),
            category: maybe(one(of: ["PME", "ETI", "GE", "?"], or: "PME")),
            createdOn: maybe(day()),
            establishments: maybe(Int.random(in: -1...3, using: &self)),
            isAssociation: flag(),
            isSoleTrader: flag(),
            isPublicBody: flag()
        )
    }

    mutating func inputs() -> ScoreInputs {
        ScoreInputs(
            today: maybe(day()) ?? Known.today,
            facts: facts(),
            turnover: turnover(),
            source: maybe("sirene"),
            hasPhone: flag(),
            hasEmail: flag(),
            isPersonalNumber: flag()
        )
    }
}
