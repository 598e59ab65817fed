/// Cuts a number into bins of about equally many leads, fixed on leads whose outcome nobody looked at.
public struct Bins: Hashable, Codable, Sendable {
    /// Ascending; a value equal to a cut belongs above it.
    public let cuts: [Double]

    public init(cuts: [Double]) { self.cuts = cuts }

    /// Quantiles by linear interpolation (Hyndman and Fan's type 7), without repetition.
    /// - Parameter values: what is not a number is left out.
    public init(_ values: [Double], count: Int) {
        let sorted = values.filter { !$0.isNaN }.sorted()
        guard !sorted.isEmpty, count > 1 else {
            cuts = []
            return
        }
        var cuts: [Double] = []
        for step in 1..<count {
            let place = Double(step) / Double(count) * Double(sorted.count - 1)
            let low = Int(place.rounded(.down))
            let high = min(low + 1, sorted.count - 1)
            let cut = sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
            if cut != cuts.last { cuts.append(cut) }
        }
        self.cuts = cuts
    }

    /// 0 … `cuts.count`; nil for what is not a number.
    public func bin(_ value: Double) -> Int? {
        guard !value.isNaN else { return nil }
        var (low, high) = (0, cuts.count)
        while low < high {
            let middle = (low + high) / 2
            if cuts[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
