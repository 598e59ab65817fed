import Contracts
import FrenchBusiness

/// Ranks a company by a rule book: pure, in whole numbers, so that it can be replayed and tried out.
struct BookModel: Scorer {
    let book: RuleBook
    /// As scores name it: the book's name and, from the second version on, the version.
    let label: String

    init(_ book: RuleBook, label: String? = nil) {
        self.book = book
        self.label = label ?? book.name
    }

    /// The points of the lines sum to the score.
    func score(_ inputs: ScoreInputs) -> Score {
        let tally = Counted(inputs, book)
        let rank = tally.rank
        return Score(
            summary: ScoreSummary(points: rank.points, ruleSet: label, lines: tally.lines),
            band: rank.band,
            urgency: rank.urgency,
            priority: rank.priority,
            sizeClass: tally.reading.company.size,
            turnover: tally.reading.turnover.summary
        )
    }

    func excluded(_ inputs: ScoreInputs) -> Score {
        let reading = SheetReading(inputs, book.sheet(naf: inputs.facts.naf, section: inputs.facts.section))
        return .excluded(label, sizeClass: reading.company.size, turnover: reading.turnover.summary)
    }

    func band(of points: Int, for inputs: ScoreInputs) -> Band {
        book.sheet(naf: inputs.facts.naf, section: inputs.facts.section).bands
            .band(points, probability: inputs.probabilityBasisPoints)
    }

    func turn(of inputs: ScoreInputs, excluded: Bool, in days: DaysAhead) -> CivilDate {
        let sheet = book.sheet(naf: inputs.facts.naf, section: inputs.facts.section)
        let days = days.until(inputs.turn(in: days, sheet.urgency.names))
        return excluded ? days.limit : Counted(inputs, book).turn(in: days)
    }

    /// The same without words.
    func rank(_ inputs: ScoreInputs) -> Rank { Counted(inputs, book).rank }
}

/// A company's factors with what they weigh and are worth, each looked at once.
private struct Counted {
    let reading: SheetReading
    let factors: [Factor]
    let weights: [Int]
    let values: [Int]
    let sum: Int
    let negatives: [Negative]

    init(_ inputs: ScoreInputs, _ book: RuleBook) {
        let sheet = book.sheet(naf: inputs.facts.naf, section: inputs.facts.section)
        let reading = SheetReading(inputs, sheet)
        factors = Factor.allCases.filter { (sheet.weights[$0] ?? 0) > 0 }
        weights = factors.map { sheet.weights[$0] ?? 0 }
        values = factors.map(reading.value)
        sum = Shares.sum(weights, values)
        negatives = reading.negatives
        self.reading = reading
    }

    var rank: Rank {
        let sheet = reading.sheet
        let points = max(0, sum - negatives.reduce(0) { $0 + (sheet.negatives[$1] ?? 0) })
        let urgency = urgency
        return Rank(
            points: points,
            band: sheet.bands.band(points, probability: reading.inputs.probabilityBasisPoints),
            urgency: urgency,
            priority: points * (sheet.urgency.percent[urgency] ?? 100)
        )
    }

    /// The first day on which what fades makes other points, or another urgency, all else as it is.
    func turn(in days: DaysAhead) -> CivilDate {
        let need = reading.need
        let fading: [(Factor, (CivilDate) -> Int)] = [
            (.urgency, need.value(on:)), (.age, reading.age(on:)),
            (.engagement, { reading.sheet.engagement.curve.value(at: reading.engagement(on: $0)) }),
        ]
        let places = fading.compactMap { factor, value in factors.firstIndex(of: factor).map { (at: $0, value: value) }
        }
        let (points, urgency) = (Shares.points(weights, values), urgency)
        var seen = values
        return days.first { day in
            var isOther = false
            for place in places {
                let value = place.value(day)
                isOther = isOther || value != seen[place.at]
                seen[place.at] = value
            }
            guard isOther || !factors.contains(.urgency) else { return false }
            return Shares.points(weights, seen) != points || self.urgency(at: need.value(on: day)) != urgency
        }
    }

    var lines: [ScoreLine] {
        var left = sum
        let taken = negatives.map { negative in
            let points = min(left, reading.sheet.negatives[negative] ?? 0)
            left -= points
            return BookText.line(of: negative, reading, points: -points)
        }
        return zip(factors, Shares.points(weights, values)).map { BookText.line(of: $0, reading, points: $1) } + taken
    }

    private var urgency: Urgency {
        urgency(at: factors.firstIndex(of: .urgency).map { values[$0] } ?? reading.value(.urgency))
    }

    private func urgency(at value: Int) -> Urgency {
        let classes = reading.sheet.urgency.classes
        return value >= classes.critical
            ? .critical : value >= classes.high ? .high : value >= classes.normal ? .normal : .low
    }
}
