/// One way of believing: how strongly the weights are held to zero, whether the rules are believed, how fast what was
/// learned is forgotten.
struct Expert: Hashable, Codable, Sendable {
    /// Prior precision of a value's weight; nil: looks at no values.
    var precision: Double?
    /// Logits per logit of the rules, before anything was learned; nil: does not look at the rules.
    var slope: Double?
    /// Outcomes after which half of what was learned is forgotten.
    var halfLife: Double
    /// Looks at ``PairWeights``, too; one of a bank at most.
    var weighsPairs = false

    /// Prior precision of the base rate's logit: two outcomes' worth.
    static let biasPrecision = 0.5
    /// Prior precision of the rules' slope: measured slopes lay within 1.2 … 2.
    static let slopePrecision = 8.0
}
