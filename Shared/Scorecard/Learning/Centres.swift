/// What a field's values weigh on average over the leads that were learned from: what a value adds is said against that.
struct Centres: Sendable, Hashable {
    /// By value: leads that had it.
    private(set) var seen: [Int32] = []
    /// By field: leads that had it.
    private(set) var leads: [Int32] = []
    /// By field, then expert: the weights of those leads' values in sum.
    private(set) var sums: [Double] = []
    private let width: Int

    /// - Parameter width: number of experts
    init(width: Int) { self.width = width }

    /// As it was stored.
    init(width: Int, seen: [Int32], leads: [Int32], sums: [Double]) {
        self.width = width
        self.seen = seen
        self.leads = leads
        self.sums = sums
    }

    mutating func grow(values: Int, fields: Int) {
        if values > seen.count { seen += [Int32](repeating: 0, count: values - seen.count) }
        guard fields > leads.count else { return }
        sums += [Double](repeating: 0, count: (fields - leads.count) * width)
        leads += [Int32](repeating: 0, count: fields - leads.count)
    }

    /// One more lead has the value.
    mutating func count(_ value: Int32, of field: Int32) {
        seen[Int(value)] += 1
        leads[Int(field)] += 1
    }

    /// An expert's weight of a value went from `before` to `after`; the lead that moved it is counted already.
    mutating func move(_ value: Int32, of field: Int32, _ expert: Int, from before: Double, to after: Double) {
        let leads = Double(seen[Int(value)])
        sums[Int(field) * width + expert] += leads * after - (leads - 1) * before
    }

    /// An expert's mean weight of the field.
    func mean(of field: Int32, _ expert: Int) -> Double {
        let leads = leads[Int(field)]
        return leads > 0 ? sums[Int(field) * width + expert] / Double(leads) : 0
    }
}
