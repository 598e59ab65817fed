import Glibc

/// The expert that weighs pairs of values beside the values, for what holds only together: a small firm *and* a young one.
///
/// Learns like the others of ``ExpertBank``. A pair is held to zero more strongly than a value, is weighed once both of its
/// values are common, and there are so many pairs at most; a lead of more fields than ``fieldsMax`` has none, since their
/// number grows with the square.
struct PairExpert: Sendable {
    typealias Gaussian = ExpertBank.Gaussian

    /// Prior precisions of a value's weight and of a pair's.
    static let (single, pair) = (8.0, 32.0)
    static let halfLife = 2_000.0
    static let slopeBefore = 1.3
    static let fieldsMax = 16
    static let limit = 60_000
    /// What is left after so many outcomes; a pair of many is moved at each.
    fileprivate static let kept = (0..<4_096).map { exp2(-Double($0) / halfLife) }
    /// Leads that had a value, from which it is common.
    private static let common = 10

    var learned = 0
    var bias: Gaussian
    var slope = Gaussian(mean: slopeBefore, precision: Expert.slopePrecision)
    /// By value.
    var values: [Weight] = []
    private var places = PairTable()
    /// By the pair's number.
    private(set) var pairs: [Weight] = []

    struct Weight: Sendable, Hashable {
        var mean = 0.0
        var precision: Double
        /// Outcomes before the one that moved it last.
        var touched: Int32
    }

    /// - Parameter base: logit of the rate of success that is believed before the first outcome.
    init(base: Double) { bias = Gaussian(mean: base, precision: Expert.biasPrecision) }

    var keys: [UInt64] { places.keys }

    /// As it was stored.
    mutating func restore(_ keys: [UInt64], _ pairs: [Weight]) { (places, self.pairs) = (PairTable(keys), pairs) }

    /// - Parameters:
    ///   - numbers: of the lead's values that are known.
    ///   - unseen: how many of its values nothing was learned of yet.
    func opinion(_ numbers: [Int32], unseen: Int, offset: Double) -> ExpertBank.Opinion {
        var z = bias.mean + slope.mean * offset
        var variance = 1 / bias.precision + offset * offset / slope.precision + Double(unseen) / Self.single
        for number in numbers {
            let weight = values[Int(number)]
            z += weight.mean
            variance += 1 / weight.precision
        }
        for place in known(numbers, of: numbers.count + unseen) {
            z += pairs[Int(place)].mean
            variance += 1 / pairs[Int(place)].precision
        }
        return ExpertBank.Opinion(z: z, variance: variance)
    }

    /// What each of these values adds to the logit: half of a pair's weight is either's.
    func parts(_ numbers: [Int32?]) -> [Double] {
        var parts = numbers.map { $0.map { values[Int($0)].mean } ?? 0 }
        guard numbers.count <= Self.fieldsMax else { return parts }
        for (first, one) in numbers.enumerated() {
            guard let one else { continue }
            for second in parts.indices.dropFirst(first + 1) {
                guard let other = numbers[second], let place = places[PairTable.key(one, other)] else { continue }
                parts[first] += pairs[Int(place)].mean / 2
                parts[second] += pairs[Int(place)].mean / 2
            }
        }
        return parts
    }

    /// One outcome of a lead with these values.
    /// - Parameter seen: by value: leads that had it.
    mutating func learn(_ numbers: [Int32], seen: [Int32], offset: Double, isWon: Bool) {
        while values.count < seen.count { values.append(Weight(precision: Self.single, touched: Int32(learned))) }
        let places = enter(numbers, seen)
        forget(numbers, places)
        let opinion = opinion(numbers, unseen: 0, offset: offset)
        let probability = logistic(opinion.z)
        let information = probability * (1 - probability)
        let step = ((isWon ? 1 : 0) - probability) / (1 + information * opinion.variance)
        bias.mean += step / bias.precision
        bias.precision += information
        slope.mean += step * offset / slope.precision
        slope.precision += information * offset * offset
        for number in numbers { values[Int(number)].move(step, information) }
        for place in places { pairs[Int(place)].move(step, information) }
        learned += 1
    }

    private mutating func forget(_ numbers: [Int32], _ places: [Int32]) {
        let kept = exp2(-1 / Self.halfLife)
        bias.precision = kept * bias.precision + (1 - kept) * Expert.biasPrecision
        slope.precision = kept * slope.precision + (1 - kept) * Expert.slopePrecision
        for number in numbers { values[Int(number)].fall(to: Self.single, at: learned) }
        for place in places { pairs[Int(place)].fall(to: Self.pair, at: learned) }
    }

    /// Makes room for pairs of common values that never came together.
    /// - Returns: where the weights of the lead's pairs are.
    private mutating func enter(_ numbers: [Int32], _ seen: [Int32]) -> [Int32] {
        guard numbers.count <= Self.fieldsMax else { return [] }
        var found: [Int32] = []
        found.reserveCapacity(numbers.count * (numbers.count - 1) / 2)
        for (index, one) in numbers.enumerated() where seen[Int(one)] >= Self.common {
            for other in numbers.dropFirst(index + 1) where seen[Int(other)] >= Self.common {
                let key = PairTable.key(one, other)
                if let place = places[key] {
                    found.append(place)
                } else if pairs.count < Self.limit {
                    places.add(key)
                    found.append(Int32(pairs.count))
                    pairs.append(Weight(precision: Self.pair, touched: Int32(learned)))
                }
            }
        }
        return found
    }

    private func known(_ numbers: [Int32], of fields: Int) -> [Int32] {
        guard fields <= Self.fieldsMax, !pairs.isEmpty else { return [] }
        var found: [Int32] = []
        found.reserveCapacity(numbers.count * (numbers.count - 1) / 2)
        for (index, one) in numbers.enumerated() {
            for other in numbers.dropFirst(index + 1) {
                if let place = places[PairTable.key(one, other)] { found.append(place) }
            }
        }
        return found
    }
}

extension PairExpert.Weight {
    fileprivate mutating func move(_ step: Double, _ information: Double) {
        mean += step / precision
        precision += information
    }

    /// What was learned of it is forgotten by half after so many outcomes.
    fileprivate mutating func fall(to prior: Double, at learned: Int) {
        let age = learned - Int(touched)
        touched = Int32(learned)
        guard age > 0 else { return }
        let kept = age < 4_096 ? PairExpert.kept[age] : exp2(-Double(age) / PairExpert.halfLife)
        precision = kept * precision + (1 - kept) * prior
    }
}
