import Glibc

/// Logistic regression on one-hot values, all rows at once: the least of Σ log-loss + ½‖w‖², the intercept free.
///
/// What the streaming learner is measured against, and what takes its place where a whole log is read again without
/// regard to time. Newton's method; each step is solved by conjugate gradients, which need no matrix: a pass over the
/// rows for every product.
public struct BinnedRegression: Sendable {
    private let coding: OneHot
    private var weights: [Double]
    private var intercept: Double

    /// - Parameters:
    ///   - rows: those to learn from
    ///   - bins: that numbers are cut into
    public init(_ table: Table, _ isWon: [Bool], rows: [Int], bins: Int = 10) {
        coding = OneHot(table, rows: rows, bins: bins)
        let coding = coding
        var fit = Fit(
            places: rows.map { coding.places(table, row: $0) },
            labels: rows.map { isWon[$0] ? 1 : 0 },
            width: coding.width
        )
        fit.run()
        weights = Array(fit.point[1...])
        intercept = fit.point[0]
    }

    public func probability(_ table: Table, row: Int) -> Double {
        logistic(coding.places(table, row: row).reduce(intercept) { $0 + weights[Int($1)] })
    }
}

/// The search for the least. Place 0 is the intercept.
private struct Fit {
    let width: Int
    let labels: [Double]
    /// By row, then column; one more than the place of the weight.
    private let places: [Int32]
    private let columns: Int
    var point: [Double]
    private var scores: [Double]

    private static let steps = 60
    private static let tolerance = 1e-6

    init(places: [[Int32]], labels: [Double], width: Int) {
        self.labels = labels
        self.width = width + 1
        columns = places.first?.count ?? 0
        self.places = places.flatMap { $0.map { $0 + 1 } }
        let mean = labels.isEmpty ? 0.5 : labels.reduce(0, +) / Double(labels.count)
        point = [Double](repeating: 0, count: width + 1)
        point[0] = logit(min(max(mean, 1e-6), 1 - 1e-6))
        scores = []
    }

    mutating func run() {
        guard !labels.isEmpty else { return }
        scores = product(point)
        var loss = objective(point, scores)
        for _ in 0..<Self.steps {
            let probabilities = scores.map(logistic)
            var gradient = transposed(zip(probabilities, labels).map { $0 - $1 })
            for index in 1..<width { gradient[index] += point[index] }
            if largest(gradient) < Self.tolerance * Double(labels.count) { break }
            let information = probabilities.map { $0 * (1 - $0) }
            let step = direction(gradient, information)
            let moved = product(step)
            var scale = 1.0
            while scale > 1e-8 {
                let trial = zip(point, step).map { $0 - scale * $1 }
                let trialScores = zip(scores, moved).map { $0 - scale * $1 }
                let trialLoss = objective(trial, trialScores)
                if trialLoss < loss {
                    let gained = loss - trialLoss
                    (point, scores, loss) = (trial, trialScores, trialLoss)
                    if gained < 1e-9 * Double(labels.count) { return }
                    break
                }
                scale /= 2
            }
            if scale <= 1e-8 { return }
        }
    }

    private func objective(_ point: [Double], _ scores: [Double]) -> Double {
        var sum = 0.0
        for (z, y) in zip(scores, labels) { sum += log1p(exp(-abs(z))) + max(z, 0) - y * z }
        for index in 1..<width { sum += 0.5 * point[index] * point[index] }
        return sum
    }

    /// Conjugate gradients, scaled by the diagonal.
    private func direction(_ gradient: [Double], _ information: [Double]) -> [Double] {
        var scale = transposed(information)
        for index in 0..<width { scale[index] = 1 / (scale[index] + (index == 0 ? 1e-9 : 1)) }
        var step = [Double](repeating: 0, count: width)
        var rest = gradient
        var scaled = zip(rest, scale).map { $0 * $1 }
        var search = scaled
        var size = dot(rest, scaled)
        let enough = size * 1e-6
        for _ in 0..<min(300, 2 * width) where size > enough {
            let seen = product(search)
            var image = transposed(zip(seen, information).map { $0 * $1 })
            for index in 1..<width { image[index] += search[index] }
            let length = size / dot(search, image)
            for index in 0..<width {
                step[index] += length * search[index]
                rest[index] -= length * image[index]
                scaled[index] = rest[index] * scale[index]
            }
            let next = dot(rest, scaled)
            for index in 0..<width { search[index] = scaled[index] + next / size * search[index] }
            size = next
        }
        return step
    }

    /// What each row has of `vector`.
    private func product(_ vector: [Double]) -> [Double] {
        vector.withUnsafeBufferPointer { vector in
            places.withUnsafeBufferPointer { places in
                (0..<labels.count).map { row in
                    var sum = vector[0]
                    for place in row * columns..<(row + 1) * columns { sum += vector[Int(places[place])] }
                    return sum
                }
            }
        }
    }

    /// What each weight has of `values`, one for each row.
    private func transposed(_ values: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: width)
        sums.withUnsafeMutableBufferPointer { sums in
            places.withUnsafeBufferPointer { places in
                for (row, value) in values.enumerated() {
                    sums[0] += value
                    for place in row * columns..<(row + 1) * columns { sums[Int(places[place])] += value }
                }
            }
        }
        return sums
    }

    private func dot(_ one: [Double], _ other: [Double]) -> Double { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }
    private func largest(_ vector: [Double]) -> Double { vector.reduce(0) { max($0, abs($1)) } }
}
