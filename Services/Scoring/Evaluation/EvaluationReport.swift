import Contracts
import Foundation
import Scorecard

/// What `scoring evaluate` writes: the measures of each protocol, and every probability that they rest on.
struct EvaluationReport {
    struct Measures: Encodable {
        var quality: Quality
        /// What chance alone makes of ``Quality/ece10`` with so many outcomes.
        var floor: Double
        var aucWithinBlocks: Double?
        var reliability: Reliability

        private enum Key: String, CodingKey {
            case n, base, auc, logloss, brier, ece10, slope, reliability
            case floor = "ece10_noise_floor"
            case aucWithinBlocks = "auc_within_blocks"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(quality.n, forKey: .n)
            try container.encode(quality.base, forKey: .base)
            try container.encode(quality.auc, forKey: .auc)
            try container.encode(quality.logloss, forKey: .logloss)
            try container.encode(quality.brier, forKey: .brier)
            try container.encode(quality.ece10, forKey: .ece10)
            try container.encode(quality.slope, forKey: .slope)
            try container.encode(floor, forKey: .floor)
            try container.encodeIfPresent(aucWithinBlocks, forKey: .aucWithinBlocks)
            try container.encode(reliability.bins, forKey: .reliability)
        }
    }

    /// Outcomes that the floor is drawn from at most: more change it by nothing that is shown.
    private static let drawn = 5_000

    let results: [Evaluation.Result]

    func metrics() throws -> [UInt8] {
        var measures: [String: Measures] = [:]
        for result in results {
            let scored = result.foretold.map(\.scored)
            guard let quality = Quality(scored) else { continue }
            measures[result.run.rawValue] = Measures(
                quality: quality,
                floor: floor(scored.map(\.probability)),
                aucWithinBlocks: result.aucWithinBlocks,
                reliability: Reliability(scored)
            )
        }
        return try Wire.encode(measures)
    }

    /// Shrinks with the root of the number, as errors of means do.
    private func floor(_ probabilities: [Double]) -> Double {
        let step = max(1, probabilities.count / Self.drawn)
        let some = stride(from: 0, to: probabilities.count, by: step).map { probabilities[$0] }
        return NoiseFloor.ece10(some) * (Double(some.count) / Double(probabilities.count)).squareRoot()
    }

    /// Lines of `protocol,row,y,p`; rows as the file has them, from 0.
    func predictions() -> [UInt8] {
        var text = "protocol,row,y,p\n"
        for result in results {
            for (row, scored) in result.foretold.sorted(by: { $0.row < $1.row }) {
                text += "\(result.run.rawValue),\(row),\(scored.isWon ? 1 : 0),\(scored.probability)\n"
            }
        }
        return Array(text.utf8)
    }
}
