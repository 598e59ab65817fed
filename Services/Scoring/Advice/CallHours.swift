import Foundation

/// Calls of one department in one hour of one day of the week, by the clock of the business.
struct CallSlot: Hashable, Sendable {
    /// 1 is Monday.
    var weekday: Int
    /// 0...23
    var hour: Int
    var tried: Int
    var reached: Int
}

/// When somebody picks up: found in what a department's own calls came to.
///
/// Few calls in an hour say little, so each stretch is drawn towards what all calls came to, and each day's stretch
/// towards that stretch on all days; how strongly, the data say (the strength of the beta prior with the highest
/// evidence). Where neither that beats "all hours are alike" clearly nor one stretch stands out far, no hour is said to be
/// better. The interval holds four
/// of five.
struct CallHours: Hashable, Sendable {
    enum Verdict: String, Sendable {
        case notEnough = "not_enough"
        case noDifference = "no_difference"
        case best
    }

    struct Stretch: Hashable, Sendable {
        /// 1 is Monday; nil: every working day
        var weekday: Int?
        var hours: Range<Int>
        var tried: Int
        var reached: Int
        var lowBasisPoints: Int
        var highBasisPoints: Int
    }

    var verdict: Verdict
    /// Of all calls in hours that may be called in.
    var tried: Int
    var reached: Int
    var best: Stretch?

    init(_ slots: [CallSlot], in hours: Advice.Hours) {
        let cells = Self.stretches(hours).flatMap { stretch in
            (1...5).map { day in Cell(day: day, stretch: stretch, slots) }
        }
        tried = cells.reduce(0) { $0 + $1.tried }
        reached = cells.reduce(0) { $0 + $1.reached }
        guard tried >= Self.enough else {
            verdict = .notEnough
            return
        }
        let rate = Double(reached) / Double(tried)
        let best = Self.found(cells, rate).filter { 1 - $0.belief.cumulative(rate) >= Self.sure }
            .max { ($0.belief.mean, $0.cell.tried) < ($1.belief.mean, $1.cell.tried) }
        self.best = best.map(Stretch.init)
        verdict = best == nil ? .noDifference : .best
    }

    // MARK: Words of the trade

    /// Fewest calls of which anything is said, of a stretch on all days, and of one on one day.
    static let (enough, stretchEnough, dayEnough) = (50, 20, 10)
    /// How likely a stretch must be better than all calls together.
    private static let sure = 0.9
    /// How much better differing rates must explain the calls than one rate (logarithm of the evidence): one in forty of
    /// departments whose hours are alike would pass.
    fileprivate static let clear = 1.92
    /// Or how unlikely the best of all stretches must be if it were like the others: again one in forty.
    fileprivate static let unlikely = 0.025
    fileprivate static let strengths: [Double] = [4, 8, 16, 32, 64, 128, 256, 512]
    /// Where one stretch alone stands out, the others say nothing of how much rates differ.
    fileprivate static let outlierStrength = 16.0

    static func stretches(_ hours: Advice.Hours) -> [Range<Int>] {
        switch hours {
        case .office: [8..<10, 10..<12, 12..<14, 14..<16, 16..<18, 18..<20]
        case .consumer: [10..<13, 14..<16, 16..<18, 18..<20]
        }
    }
}

// MARK: - How it is found

private struct Cell {
    var day: Int?
    let stretch: Range<Int>
    var tried: Int
    var reached: Int

    init(day: Int, stretch: Range<Int>, _ slots: [CallSlot]) {
        let own = slots.filter { $0.weekday == day && stretch.contains($0.hour) }
        self.day = day
        self.stretch = stretch
        tried = own.reduce(0) { $0 + $1.tried }
        reached = own.reduce(0) { $0 + $1.reached }
    }

    /// One stretch on all days.
    init(_ days: [Cell]) {
        day = nil
        stretch = days[0].stretch
        tried = days.reduce(0) { $0 + $1.tried }
        reached = days.reduce(0) { $0 + $1.reached }
    }
}

private struct Found {
    let cell: Cell
    let belief: Beta
}

extension CallHours {
    /// The stretches that differ, with what is believed of each.
    fileprivate static func found(_ cells: [Cell], _ rate: Double) -> [Found] {
        let days = Dictionary(grouping: cells) { $0.stretch.lowerBound }
        let stretches = days.keys.sorted().compactMap { days[$0].map(Cell.init) }
        let between = strength(stretches.map { ($0, rate) })
        var found: [Found] = []
        var means: [Int: Double] = [:]
        for stretch in stretches {
            guard let between else {
                means[stretch.stretch.lowerBound] = rate
                continue
            }
            let belief = Beta(mean: rate, strength: between, tried: stretch.tried, reached: stretch.reached)
            means[stretch.stretch.lowerBound] = belief.mean
            if stretch.tried >= stretchEnough { found.append(Found(cell: stretch, belief: belief)) }
        }
        let within = strength(cells.map { ($0, means[$0.stretch.lowerBound] ?? rate) })
        guard let within else { return found }
        return found
            + cells.filter { $0.tried >= dayEnough }.map { cell in
                let mean = means[cell.stretch.lowerBound] ?? rate
                return Found(
                    cell: cell,
                    belief: Beta(mean: mean, strength: within, tried: cell.tried, reached: cell.reached)
                )
            }
    }

    /// How alike rates are around their means, in tries; nil: nothing says that they differ.
    private static func strength(_ cells: [(cell: Cell, mean: Double)]) -> Double? {
        func evidence(_ strength: Double?) -> Double {
            cells.reduce(0) { sum, item in
                sum
                    + Beta.evidence(
                        tried: item.cell.tried,
                        reached: item.cell.reached,
                        mean: item.mean,
                        strength: strength
                    )
            }
        }
        let alike = evidence(nil)
        let tried = strengths.map { (strength: $0, evidence: evidence($0)) }
        if let best = tried.max(by: { $0.evidence < $1.evidence }), best.evidence - alike >= clear {
            return best.strength
        }
        let used = cells.filter { $0.cell.tried > 0 }
        let least = used.map { Beta.chance(ofAtLeast: $0.cell.reached, of: $0.cell.tried, rate: $0.mean) }.min() ?? 1
        return least * Double(used.count) < unlikely ? outlierStrength : nil
    }
}

extension CallHours.Stretch {
    fileprivate init(_ found: Found) {
        self.init(
            weekday: found.cell.day,
            hours: found.cell.stretch,
            tried: found.cell.tried,
            reached: found.cell.reached,
            lowBasisPoints: Int((found.belief.quantile(0.1) * 10_000).rounded()),
            highBasisPoints: Int((found.belief.quantile(0.9) * 10_000).rounded())
        )
    }
}
