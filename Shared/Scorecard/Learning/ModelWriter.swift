/// Writes what a learner is made of, each list after its length.
struct ModelWriter {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ some: [UInt8]) { bytes += some }

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func count(_ value: Int) { integer(UInt32(truncatingIfNeeded: value)) }

    mutating func number(_ value: Double) { integer(value.bitPattern) }

    mutating func text(_ value: String) {
        let utf8 = Array(value.utf8)
        count(utf8.count)
        bytes += utf8
    }

    private mutating func optional(_ value: Double?) { number(value ?? -1) }

    private mutating func gaussians(_ values: [ExpertBank.Gaussian]) {
        count(values.count)
        for value in values {
            number(value.mean)
            number(value.precision)
        }
    }

    mutating func learner(_ learner: Learner) {
        count(learner.outcomes)
        count(learner.won)
        count(learner.bank.experts.count)
        for expert in learner.bank.experts {
            optional(expert.precision)
            optional(expert.slope)
            number(expert.halfLife)
            integer(UInt8(expert.weighsPairs ? 1 : 0))
        }
        for share in learner.mixture.shares { number(share) }
        count(learner.vocabulary.count)
        for feature in learner.vocabulary.features {
            text(feature.field)
            text(feature.value)
        }
        count(learner.bank.learned)
        gaussians(learner.bank.bias)
        gaussians(learner.bank.slope)
        gaussians(learner.bank.weights)
        for moment in learner.bank.touched { integer(moment) }
        calibration(learner.calibration)
        centres(learner.bank.centres)
        pairs(learner.bank.pairs)
    }

    private mutating func pairs(_ pairs: PairWeights) {
        gaussians(pairs.weights.map(\.own))
        for weight in pairs.weights { integer(weight.touched) }
        for key in pairs.keys { integer(key) }
    }

    private mutating func calibration(_ calibration: Calibration) {
        number(calibration.shift)
        number(calibration.stretch)
        number(calibration.gain)
        count(calibration.next)
        count(calibration.sinceFit)
        count(calibration.served.count)
        for one in calibration.served {
            number(one.z)
            integer(UInt8(one.isWon ? 1 : 0))
        }
    }

    private mutating func centres(_ centres: Centres) {
        count(centres.seen.count)
        for leads in centres.seen { integer(leads) }
        count(centres.leads.count)
        for leads in centres.leads { integer(leads) }
        for sum in centres.sums { number(sum) }
    }
}
