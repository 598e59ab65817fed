import Glibc

/// The weights of all experts: each a Gaussian of its own (mean, precision) for every value of every field.
///
/// One outcome moves only the weights of the values that the lead had (Chapelle and Li 2011, algorithm 3, with the
/// uncertainty's own damping of an extended Kalman filter). Precisions fall back to their prior with the expert's
/// half-life, lazily, by the number of outcomes since the weight was moved last.
struct ExpertBank: Sendable {
    /// What an expert thinks of one lead.
    struct Opinion: Sendable, Hashable {
        /// logit
        var z: Double
        /// of `z`
        var variance: Double
    }

    let experts: [Expert]
    /// Outcomes learned from.
    private(set) var learned = 0
    private(set) var bias: [Gaussian]
    private(set) var slope: [Gaussian]
    /// By value, then expert.
    private(set) var weights: [Gaussian] = []
    /// By value: outcomes before the one that moved its weights last.
    private(set) var touched: [Int32] = []
    private(set) var centres: Centres
    private(set) var pairs = PairWeights()
    /// The expert who looks at pairs.
    private let onPairs: Int?

    struct Gaussian: Sendable, Hashable {
        var mean: Double
        var precision: Double
    }

    /// As it was stored.
    init(
        _ experts: [Expert],
        learned: Int,
        bias: [Gaussian],
        slope: [Gaussian],
        weights: [Gaussian],
        touched: [Int32],
        centres: Centres,
        pairs: PairWeights
    ) {
        self.experts = experts
        self.learned = learned
        self.bias = bias
        self.slope = slope
        self.weights = weights
        self.touched = touched
        self.centres = centres
        self.pairs = pairs
        onPairs = experts.firstIndex(where: \.weighsPairs)
    }

    /// - Parameter base: logit of the rate of success that is believed before the first outcome.
    init(_ experts: [Expert], base: Double) {
        self.experts = experts
        bias = experts.map { _ in Gaussian(mean: base, precision: Expert.biasPrecision) }
        slope = experts.map { Gaussian(mean: $0.slope ?? 0, precision: Expert.slopePrecision) }
        centres = Centres(width: experts.count)
        onPairs = experts.firstIndex(where: \.weighsPairs)
    }

    /// By place in `numbers`: what the expert on pairs makes of a value's pairs; nil: there is no such expert.
    func pairParts(_ numbers: [Int32?]) -> (expert: Int, logits: [Double])? {
        onPairs.map { ($0, pairs.parts(numbers)) }
    }

    /// Makes room for values up to `count`, of so many fields.
    mutating func grow(to count: Int, fields: Int) {
        centres.grow(values: count, fields: fields)
        let known = touched.count
        guard count > known else { return }
        weights.reserveCapacity(count * experts.count)
        for _ in known..<count {
            for expert in experts { weights.append(Gaussian(mean: 0, precision: expert.precision ?? 1)) }
            touched.append(Int32(learned))
        }
    }

    /// - Parameters:
    ///   - numbers: of the lead's values that are known.
    ///   - unseen: how many of its values nothing was learned of yet.
    func opinions(_ numbers: [Int32], unseen: Int, offset: Double) -> [Opinion] {
        let places = onPairs == nil ? [] : pairs.places(of: numbers, fields: numbers.count + unseen)
        return opinions(numbers, places, unseen: unseen, offset: offset)
    }

    /// - Parameter places: of the lead's pairs.
    private func opinions(_ numbers: [Int32], _ places: [Int32], unseen: Int, offset: Double) -> [Opinion] {
        let width = experts.count
        var opinions: [Opinion] = []
        opinions.reserveCapacity(width)
        for index in 0..<width {
            var opinion = Opinion(z: bias[index].mean, variance: 1 / bias[index].precision)
            if experts[index].slope != nil {
                opinion.z += slope[index].mean * offset
                opinion.variance += offset * offset / slope[index].precision
            }
            if let precision = experts[index].precision { opinion.variance += Double(unseen) / precision }
            opinions.append(opinion)
        }
        weights.withUnsafeBufferPointer { weights in
            for number in numbers {
                let start = Int(number) * width
                for index in 0..<width where experts[index].precision != nil {
                    let weight = weights[start + index]
                    opinions[index].z += weight.mean
                    opinions[index].variance += 1 / weight.precision
                }
            }
        }
        if let onPairs { pairs.add(places, to: &opinions[onPairs]) }
        return opinions
    }

    /// One outcome of a lead with these values.
    /// - Parameter fields: of the values, by value number.
    mutating func learn(_ numbers: [Int32], of fields: [Int32], offset: Double, isWon: Bool) {
        let width = experts.count
        for number in numbers { centres.count(number, of: fields[Int(number)]) }
        forget(numbers)
        let places = onPairs == nil ? [] : pairs.enter(numbers, seen: centres.seen, at: learned)
        let opinions = opinions(numbers, places, unseen: 0, offset: offset)
        for index in 0..<width {
            let probability = logistic(opinions[index].z)
            let information = probability * (1 - probability)
            let step = ((isWon ? 1 : 0) - probability) / (1 + information * opinions[index].variance)
            bias[index].mean += step / bias[index].precision
            bias[index].precision += information
            if experts[index].slope != nil {
                slope[index].mean += step * offset / slope[index].precision
                slope[index].precision += information * offset * offset
            }
            if index == onPairs { pairs.move(places, by: step, information) }
            guard experts[index].precision != nil else { continue }
            for number in numbers {
                let place = Int(number) * width + index
                let before = weights[place].mean
                weights[place].mean = before + step / weights[place].precision
                weights[place].precision += information
                centres.move(number, of: fields[Int(number)], index, from: before, to: weights[place].mean)
            }
        }
        learned += 1
    }

    private mutating func forget(_ numbers: [Int32]) {
        let width = experts.count
        for index in 0..<width {
            let kept = exp2(-1 / experts[index].halfLife)
            bias[index].precision = kept * bias[index].precision + (1 - kept) * Expert.biasPrecision
            slope[index].precision = kept * slope[index].precision + (1 - kept) * Expert.slopePrecision
        }
        for number in numbers {
            let age = Double(learned - Int(touched[Int(number)]))
            touched[Int(number)] = Int32(learned)
            guard age > 0 else { continue }
            var (halfLife, kept) = (0.0, 1.0)
            for index in 0..<width {
                guard let prior = experts[index].precision else { continue }
                if experts[index].halfLife != halfLife {
                    halfLife = experts[index].halfLife
                    kept = exp2(-age / halfLife)
                }
                let place = Int(number) * width + index
                weights[place].precision = kept * weights[place].precision + (1 - kept) * prior
            }
        }
    }
}
