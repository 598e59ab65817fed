/// Everything that a score of one industry needs. Values are of 0 to 1000, weights are shares of the hundred points.
struct RuleSheet: Codable, Hashable, Sendable {
    var weights: [Factor: Int]
    var size: Size
    var urgency: UrgencyRules
    var turnoverLevel: Level
    var industry: Fit
    var age: Level
    var legalForm: [String: Int]
    var region: Region
    var workforceChange: [String: Int]
    var eInvoicing: [String: Int]
    var engagement: Engagement
    var reachability: [String: Int]
    /// Whole points that are taken off, as far as there are any.
    var negatives: [Negative: Int]
    var bands: Bands

    struct Size: Codable, Hashable, Sendable {
        enum Direction: String, Codable, Sendable { case small, large }

        var first: Direction
        /// By INSEE's band (`NN`, `00` … `53`), `eti` and `ge` where INSEE says so, and `unknown`.
        var values: [String: Int]
    }

    /// A curve with what holds where there is no number.
    struct Level: Codable, Hashable, Sendable {
        var curve: Curve
        var unknown: Int
    }

    struct Fit: Codable, Hashable, Sendable {
        var value: Int
        /// Where the activity is not known.
        var unknown: Int
    }

    struct Region: Codable, Hashable, Sendable {
        /// By code of the département.
        var values: [String: Int]
        var other: Int
        var unknown: Int
    }

    struct Engagement: Codable, Hashable, Sendable {
        /// What an exchange is worth on its day, and after how many days half of it is left.
        struct Kind: Codable, Hashable, Sendable {
            var points: Int
            var halfLifeDays: Int
        }

        var kinds: [String: Kind]
        /// From the sum, in hundredths of a point.
        var curve: Curve
    }

    /// Least points of A, B and C, and least closing probability in basis points.
    struct Bands: Codable, Hashable, Sendable {
        var a: Int
        var b: Int
        var c: Int
        var probability: Limits
        /// What the probability counts where there is one, in percent; the rules count the rest.
        var probabilityPercent: Int

        struct Limits: Codable, Hashable, Sendable {
            var a: Int
            var b: Int
            var c: Int
        }
    }
}

/// Need from the movement of turnover: a fall, a standstill and a surge each say something else.
struct UrgencyRules: Codable, Hashable, Sendable {
    /// Change against the year before in basis points (1 % is 100), annualised → value; never rises.
    var fall: Curve
    var fallPercent: Int
    /// The same for offers that growth asks for; never falls.
    var surge: Curve
    var surgePercent: Int
    /// What a standstill is worth: old accounts fade towards it.
    var still: Int
    var halfLifeMonths: Int
    /// A turnover of this much counts half: tiny companies move by accident.
    var smallBaseEuros: Int
    /// Shares of the last movements, the latest first.
    var yearWeights: [Int]
    /// A movement that is hardly one, such as a wrong unit.
    var suspicious: Int
    /// Why no movement is known → value.
    var unknown: [String: Int]
    /// What stands in for it → value; the higher of the two counts.
    var proxies: [String: Int]
    /// Names of movements, for people and other services.
    var names: TrendLimits
    /// Least value of each urgency; below, it is low.
    var classes: Classes
    /// Weight of an urgency in the priority, in percent.
    var percent: [Urgency: Int]

    struct Classes: Codable, Hashable, Sendable {
        var critical: Int
        var high: Int
        var normal: Int
    }
}

extension RuleSheet.Bands {
    /// The rules alone where there is no probability. Of both, the weighted mean of their ranks, a tie to the rules.
    func band(_ points: Int, probability basisPoints: Int?) -> Band {
        let ranks = Band.allCases
        let byRules = points >= a ? 0 : points >= b ? 1 : points >= c ? 2 : 3
        guard let basisPoints else { return ranks[byRules] }
        let learnt =
            basisPoints >= probability.a ? 0 : basisPoints >= probability.b ? 1 : basisPoints >= probability.c ? 2 : 3
        let sum = byRules * (100 - probabilityPercent) + learnt * probabilityPercent
        let (rank, rest) = sum.quotientAndRemainder(dividingBy: 100)
        let goesUp = rest > 50 || (rest == 50 && byRules > rank)
        return ranks[min(3, goesUp ? rank + 1 : rank)]
    }
}
