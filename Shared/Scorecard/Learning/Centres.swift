/// What a field's values weigh on average over the leads that were learned from: what a value adds is said against that.
struct Centres: Sendable, Hashable {
    /// By value.
    private(set) var seen: [Int32: Int] = [:]
    /// By field: the leads that had it, and each expert's weights of their values in sum.
    private(set) var fields: [String: Sum] = [:]
    private let width: Int

    struct Sum: Sendable, Hashable {
        var leads: Int
        var weights: [Double]
    }

    init(width: Int) { self.width = width }

    /// As it was stored.
    init(width: Int, seen: [Int32: Int], fields: [String: Sum]) {
        self.width = width
        self.seen = seen
        self.fields = fields
    }

    /// One more lead has the value, whose weights were `before` and are `after` now.
    mutating func count(_ field: String, _ number: Int32, _ before: [Double], _ after: [Double]) {
        let earlier = seen[number, default: 0]
        seen[number] = earlier + 1
        var sum = fields[field] ?? Sum(leads: 0, weights: [Double](repeating: 0, count: width))
        sum.leads += 1
        for index in 0..<width {
            sum.weights[index] += Double(earlier + 1) * after[index] - Double(earlier) * before[index]
        }
        fields[field] = sum
    }

    /// Each expert's mean weight of the field.
    func means(of field: String) -> [Double] {
        guard let sum = fields[field], sum.leads > 0 else { return [Double](repeating: 0, count: width) }
        return sum.weights.map { $0 / Double(sum.leads) }
    }
}
