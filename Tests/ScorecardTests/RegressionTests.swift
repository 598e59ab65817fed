import Scorecard
import Testing

@Suite struct RegressionTests {
    /// Without a field that matters the least is known: nothing but the rate.
    @Test func withoutSignalTheRateIsLeft() {
        let table = Table(names: ["constant"], columns: [.words([String?](repeating: "a", count: 100))])
        let isWon = (0..<100).map { $0 < 30 }
        let model = BinnedRegression(table, isWon, rows: Array(0..<100))
        #expect(abs(model.probability(table, row: 0) - 0.3) < 1e-4)
    }

    /// At the least the errors of each value's rows sum to its weight: what the penalty asks for.
    @Test func theLeastIsFound() {
        let leads = Leads(seed: 31)
        let outcomes = leads.outcomes(2_000)
        let names = (0..<6).map { "f\($0)" }
        let columns = (0..<6).map { field in Table.Column.words(outcomes.map { $0.snapshot.features[field].value }) }
        let table = Table(names: names, columns: columns + [.numbers(outcomes.map(\.snapshot.offset))])
        let model = BinnedRegression(table, outcomes.map(\.isWon), rows: Array(0..<2_000))
        let scored = outcomes.indices.map { Scored(model.probability(table, row: $0), isWon: outcomes[$0].isWon) }
        // The intercept is free: probabilities sum to the successes.
        let excess = scored.reduce(0) { $0 + $1.probability - ($1.isWon ? 1 : 0) }
        #expect(abs(excess) < 0.01)
        // The four values of a field share the rows, so their errors, and with them their weights, sum to nothing.
        for field in 0..<6 {
            var errors: [String: Double] = [:]
            for (row, one) in scored.enumerated() {
                errors[outcomes[row].snapshot.features[field].value, default: 0] +=
                    one.probability - (one.isWon ? 1 : 0)
            }
            #expect(abs(errors.values.reduce(0, +)) < 0.01)
            #expect(errors.values.allSatisfy { abs($0) < 3 })
        }
        #expect((Quality(scored)?.auc ?? 0) > 0.75)
    }

    @Test func oneClassAndEmptyRowsEndWell() {
        let table = Table(names: ["a"], columns: [.numbers([1, .nan, 3])])
        let model = BinnedRegression(table, [true, true, true], rows: [0, 1, 2])
        #expect(model.probability(table, row: 1) > 0.9)
        #expect(BinnedRegression(table, [true, true, true], rows: []).probability(table, row: 0).isFinite)
    }
}
