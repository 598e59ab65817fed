/// Shares of a hundred points in whole points: their sum is the rounded sum of the exact shares, and the points left by
/// cutting fractions go to the largest ones (largest remainder), a tie to the first.
///
/// A share above nothing is shown with a point at least, taken from the largest: what is worth something, such as
/// something unknown, does not stand as zero, whatever the weights are.
enum Shares {
    /// - Parameters:
    ///   - weights: 0 or more, some above.
    ///   - values: 0 to 1000, one for each weight.
    static func points(_ weights: [Int], _ values: [Int]) -> [Int] {
        let whole = 1000 * max(1, weights.reduce(0, +))
        let exact = zip(weights, values).map { 100 * $0 * $1 }
        var points = exact.map { $0 > 0 ? max(1, $0 / whole) : 0 }
        var left = sum(weights, values) - points.reduce(0, +)
        if left > 0 {
            let remainders = exact.indices.map { exact[$0] - points[$0] * whole }
            let largest = exact.indices.sorted { (remainders[$0], -$0) > (remainders[$1], -$1) }
            for index in largest.prefix(left) { points[index] += 1 }
        }
        while left < 0, let largest = points.indices.max(by: { (points[$0], -$0) < (points[$1], -$1) }) {
            points[largest] -= 1
            left += 1
        }
        return points
    }

    /// The sum of the shares, halves up.
    static func sum(_ weights: [Int], _ values: [Int]) -> Int {
        let whole = 1000 * max(1, weights.reduce(0, +))
        let exact = zip(weights, values).reduce(0) { $0 + 100 * $1.0 * $1.1 }
        return (2 * exact + whole) / (2 * whole)
    }
}
