/// Reads what ``ModelWriter`` wrote. Bytes from outside: every length is held against what is left.
struct ModelReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws(ModelFile.Unusable) -> T {
        let size = MemoryLayout<T>.size
        guard rest.count >= size else { throw .cut }
        var value = T.zero
        for (place, byte) in rest.prefix(size).enumerated() { value |= T(truncatingIfNeeded: byte) << T(8 * place) }
        rest = rest.dropFirst(size)
        return value
    }

    mutating func number() throws(ModelFile.Unusable) -> Double { Double(bitPattern: try integer(UInt64.self)) }

    private mutating func finite() throws(ModelFile.Unusable) -> Double {
        let value = try number()
        guard value.isFinite else { throw .damaged }
        return value
    }

    private mutating func positive() throws(ModelFile.Unusable) -> Double {
        let value = try finite()
        guard value > 0 else { throw .damaged }
        return value
    }

    /// Outcomes learned from: later ones are counted on from there.
    private mutating func outcomeCount() throws(ModelFile.Unusable) -> Int {
        let count = Int(try integer(UInt32.self))
        guard count < Int32.max / 2 else { throw .damaged }
        return count
    }

    /// - Parameter size: bytes that each of so many takes at least.
    private mutating func count(of size: Int) throws(ModelFile.Unusable) -> Int {
        let count = Int(try integer(UInt32.self))
        guard size == 0 || count <= rest.count / size else { throw .cut }
        return count
    }

    private mutating func text() throws(ModelFile.Unusable) -> String {
        let length = try count(of: 1)
        defer { rest = rest.dropFirst(length) }
        return String(decoding: rest.prefix(length), as: UTF8.self)
    }

    private mutating func optional() throws(ModelFile.Unusable) -> Double? {
        let value = try number()
        return value < 0 ? nil : value
    }

    private mutating func numbers(_ count: Int) throws(ModelFile.Unusable) -> [Double] {
        guard count <= rest.count / 8 else { throw .cut }
        var values: [Double] = []
        for _ in 0..<count { values.append(try number()) }
        return values
    }

    private mutating func gaussians(_ expected: Int) throws(ModelFile.Unusable) -> [ExpertBank.Gaussian] {
        let values = try gaussians()
        guard values.count == expected else { throw .damaged }
        return values
    }

    private mutating func gaussians() throws(ModelFile.Unusable) -> [ExpertBank.Gaussian] {
        let count = try count(of: 16)
        var values: [ExpertBank.Gaussian] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            values.append(ExpertBank.Gaussian(mean: try finite(), precision: try positive()))
        }
        return values
    }

    mutating func learner() throws(ModelFile.Unusable) -> Learner {
        let (outcomes, won) = (try count(of: 0), try count(of: 0))
        let width = try count(of: 24)
        guard width > 0 else { throw .damaged }
        var experts: [Expert] = []
        for _ in 0..<width {
            var expert = Expert(precision: try optional(), slope: try optional(), halfLife: try number())
            expert.weighsPairs = try integer(UInt8.self) != 0
            experts.append(expert)
        }
        var learner = Learner(plan: Plan(experts: experts, shares: try numbers(width)))
        (learner.outcomes, learner.won) = (outcomes, won)
        let values = try count(of: 8)
        var features: [Feature] = []
        for _ in 0..<values { features.append(Feature(try text(), try text())) }
        learner.vocabulary = Vocabulary(features)
        guard learner.vocabulary.count == values else { throw .damaged }
        let learned = try outcomeCount()
        let (bias, slope) = (try gaussians(width), try gaussians(width))
        let weights = try gaussians(values * width)
        var touched: [Int32] = []
        for _ in 0..<values { touched.append(try integer(Int32.self)) }
        learner.calibration = try calibration()
        learner.bank = ExpertBank(
            experts,
            learned: learned,
            bias: bias,
            slope: slope,
            weights: weights,
            touched: touched,
            centres: try centres(width, values: values, fields: learner.vocabulary.fieldCount),
            pairs: try pairs(values: values)
        )
        guard rest.isEmpty else { throw .damaged }
        return learner
    }

    private mutating func pairs(values: Int) throws(ModelFile.Unusable) -> PairWeights {
        let own = try gaussians()
        var (weights, keys): ([PairWeights.Weight], [UInt64]) = ([], [])
        for one in own { weights.append(PairWeights.Weight(own: one, touched: try integer(Int32.self))) }
        for _ in own { keys.append(try integer(UInt64.self)) }
        let pairs = PairWeights(keys, weights)
        // Each once, the lesser value first, and neither unknown.
        let areSound = keys.allSatisfy { $0 >> 32 <= $0 & 0xFFFF_FFFF && $0 & 0xFFFF_FFFF < UInt64(values) }
        guard areSound, pairs.keys.count == weights.count else { throw .damaged }
        return pairs
    }

    private mutating func calibration() throws(ModelFile.Unusable) -> Calibration {
        var calibration = Calibration()
        calibration.shift = try number()
        calibration.stretch = try number()
        calibration.gain = try number()
        calibration.next = try count(of: 0)
        calibration.sinceFit = try count(of: 0)
        for _ in 0..<(try count(of: 9)) {
            let z = try number()
            calibration.served.append(Calibration.Served(z: z, isWon: try integer(UInt8.self) != 0))
        }
        guard calibration.next < max(1, calibration.served.count) else { throw .damaged }
        return calibration
    }

    private mutating func centres(_ width: Int, values: Int, fields: Int) throws(ModelFile.Unusable) -> Centres {
        guard try count(of: 4) == values else { throw .damaged }
        var seen: [Int32] = []
        for _ in 0..<values { seen.append(try integer(Int32.self)) }
        guard try count(of: 4) == fields else { throw .damaged }
        var leads: [Int32] = []
        for _ in 0..<fields { leads.append(try integer(Int32.self)) }
        return Centres(width: width, seen: seen, leads: leads, sums: try numbers(fields * width))
    }
}
