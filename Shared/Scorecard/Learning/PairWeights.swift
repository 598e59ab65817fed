import Glibc

/// What pairs of values weigh beside the values, for what holds only together: a small firm *and* a young one. One expert of
/// ``ExpertBank`` looks at them.
///
/// A pair is held to zero more strongly than a value, is weighed once both of its values are common, and there are so many
/// pairs at most; a lead of more fields than ``fieldsMax`` has none, since their number grows with the square.
struct PairWeights: Sendable {
    /// Prior precision of a pair's weight.
    static let prior = 32.0
    static let halfLife = 2_000.0
    static let fieldsMax = 16
    static let limit = 60_000
    /// What is left after so many outcomes; a pair of many is moved at each.
    private static let kept = (0..<4_096).map { exp2(-Double($0) / halfLife) }
    /// Leads that had a value, from which it is common.
    private static let common = 10

    private var places = PairTable()
    /// By the pair's number.
    private(set) var weights: [Weight] = []

    struct Weight: Sendable, Hashable {
        var own: ExpertBank.Gaussian
        /// Outcomes before the one that moved it last.
        var touched: Int32
    }

    init() {}

    /// As it was stored.
    init(_ keys: [UInt64], _ weights: [Weight]) { (places, self.weights) = (PairTable(keys), weights) }

    var keys: [UInt64] { places.keys }

    /// Where the weights of a lead's pairs are, as far as they are known.
    /// - Parameter fields: of the lead, those whose value is new among them.
    func places(of numbers: [Int32], fields: Int) -> [Int32] {
        guard fields <= Self.fieldsMax, !weights.isEmpty else { return [] }
        var found: [Int32] = []
        found.reserveCapacity(numbers.count * (numbers.count - 1) / 2)
        for (index, one) in numbers.enumerated() {
            for other in numbers.dropFirst(index + 1) {
                if let place = places[PairTable.key(one, other)] { found.append(place) }
            }
        }
        return found
    }

    func add(_ places: [Int32], to opinion: inout ExpertBank.Opinion) {
        for place in places {
            opinion.z += weights[Int(place)].own.mean
            opinion.variance += 1 / weights[Int(place)].own.precision
        }
    }

    /// What each of a lead's values adds to the logit by its pairs: half of a pair's weight is either's.
    func parts(_ numbers: [Int32?]) -> [Double] {
        var parts = [Double](repeating: 0, count: numbers.count)
        guard numbers.count <= Self.fieldsMax else { return parts }
        for (first, one) in numbers.enumerated() {
            guard let one else { continue }
            for second in parts.indices.dropFirst(first + 1) {
                guard let other = numbers[second], let place = places[PairTable.key(one, other)] else { continue }
                parts[first] += weights[Int(place)].own.mean / 2
                parts[second] += weights[Int(place)].own.mean / 2
            }
        }
        return parts
    }

    /// Makes room for pairs of common values that never came together, and lets what was learned of the lead's pairs fade.
    /// - Parameters:
    ///   - seen: by value: leads that had it.
    ///   - learned: outcomes so far.
    /// - Returns: where the weights of the lead's pairs are.
    mutating func enter(_ numbers: [Int32], seen: [Int32], at learned: Int) -> [Int32] {
        guard numbers.count <= Self.fieldsMax else { return [] }
        var found: [Int32] = []
        found.reserveCapacity(numbers.count * (numbers.count - 1) / 2)
        for (index, one) in numbers.enumerated() where seen[Int(one)] >= Self.common {
            for other in numbers.dropFirst(index + 1) where seen[Int(other)] >= Self.common {
                let key = PairTable.key(one, other)
                if let place = places[key] {
                    fade(Int(place), at: learned)
                    found.append(place)
                } else if weights.count < Self.limit {
                    places.add(key)
                    found.append(Int32(weights.count))
                    let own = ExpertBank.Gaussian(mean: 0, precision: Self.prior)
                    weights.append(Weight(own: own, touched: Int32(learned)))
                }
            }
        }
        return found
    }

    mutating func move(_ places: [Int32], by step: Double, _ information: Double) {
        for place in places {
            weights[Int(place)].own.mean += step / weights[Int(place)].own.precision
            weights[Int(place)].own.precision += information
        }
    }

    private mutating func fade(_ place: Int, at learned: Int) {
        let age = learned - Int(weights[place].touched)
        weights[place].touched = Int32(learned)
        guard age > 0 else { return }
        let kept = age < Self.kept.count ? Self.kept[age] : exp2(-Double(age) / Self.halfLife)
        weights[place].own.precision = kept * weights[place].own.precision + (1 - kept) * Self.prior
    }
}
