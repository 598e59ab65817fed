/// Shares of a hundred points in whole points: their sum is the rounded sum of the exact shares, and the points left by
/// cutting fractions go to the largest ones (largest remainder), a tie to the first.
enum Shares {
    /// - Parameters:
    ///   - weights: 0 or more, some above.
    ///   - values: 0 to 1000, one for each weight.
    static func points(_ weights: [Int], _ values: [Int]) -> [Int] {
        let whole = 1000 * max(1, weights.reduce(0, +))
        let exact = zip(weights, values).map { 100 * $0 * $1 }
        var points = exact.map { $0 / whole }
        let left = sum(weights, values) - points.reduce(0, +)
        let byRemainder = exact.indices.sorted { (exact[$0] % whole, -$0) > (exact[$1] % whole, -$1) }
        for index in byRemainder.prefix(left) { points[index] += 1 }
        return points
    }

    /// The sum of the shares, halves up.
    static func sum(_ weights: [Int], _ values: [Int]) -> Int {
        let whole = 1000 * max(1, weights.reduce(0, +))
        let exact = zip(weights, values).reduce(0) { $0 + 100 * $1.0 * $1.1 }
        return (2 * exact + whole) / (2 * whole)
    }
}
