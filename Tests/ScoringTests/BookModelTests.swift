import Contracts
import FrenchBusiness
import Testing

@testable import Scoring

/// What holds for whatever company comes, by every book that ships.
@Suite struct BookModelTests {
    private let models: [BookModel]

    init() throws { models = [BookModel(try .tpePMEv2()), BookModel(try .grandesEntreprisesV1())] }

    @Test func linesSumToTheScoreOfTenThousandRandomLeads() {
        var dice = Dice(11)
        for _ in 0..<10_000 {
            let inputs = dice.wideInputs()
            for model in models {
                let score = model.score(inputs)
                #expect(score.summary.lines.reduce(0) { $0 + $1.points } == score.summary.points)
                #expect((0...100).contains(score.summary.points))
                let rank = model.rank(inputs)
                #expect(rank.points == score.summary.points && rank.band == score.band)
                #expect(rank.priority == score.priority && rank.urgency == score.urgency)
            }
        }
    }

    @Test func theFirstRulesRankAsTheyScore() {
        var dice = Dice(17)
        for _ in 0..<3000 {
            let inputs = dice.wideInputs()
            let (score, rank) = (ScoringModel().score(inputs), ScoringModel().rank(inputs))
            #expect(rank.points == score.summary.points && rank.band == score.band)
            #expect(rank.priority == score.priority && rank.urgency == score.urgency)
        }
    }

    @Test func everyLineSaysWhyInBothLanguages() {
        var dice = Dice(12)
        for _ in 0..<2000 {
            for line in models[0].score(dice.wideInputs()).summary.lines {
                #expect(!line.text.isEmpty && !line.input.isEmpty && line.english?.isEmpty == false, "\(line)")
                #expect(line.text != BookText.unworded.french, "\(line)")
                #expect(
                    !line.text.contains(" :") && !line.text.contains("'") && !line.text.contains(" %"),
                    "\(line.text)"
                )
            }
        }
    }

    @Test func smallerIsNeverWorthLessAllElseEqual() {
        var dice = Dice(13)
        let bands = WorkforceBand.allCases.filter { $0.lowerBound > 0 }
        for _ in 0..<500 {
            var inputs = dice.wideInputs()
            inputs.facts.category = nil
            inputs.earlierWorkforce = nil
            let small = bands.map { band in
                inputs.facts.workforceBand = band.rawValue
                return models.map { $0.rank(inputs).points }
            }
            #expect(!zip(small, small.dropFirst()).contains { $0[0] < $1[0] }, "\(small.map(\.[0]))")
            #expect(!zip(small, small.dropFirst()).contains { $0[1] > $1[1] }, "\(small.map(\.[1]))")
        }
    }

    @Test func whatIsNotKnownIsWorthSomethingAndLessThanTheBest() throws {
        var inputs = Known.inputs(
            CompanyFacts(isAssociation: false, isSoleTrader: false, isPublicBody: false),
            TurnoverFacts(status: "unknown", years: []),
            phone: false
        )
        inputs.touches = nil
        for model in models {
            let known: Set<String> = ["engagement", "reachability"]
            let lines = model.score(inputs).summary.lines.filter { !known.contains($0.rule) }
            #expect(lines.count == 9)
            for line in lines { #expect(line.points > 0, "\(line)") }
        }
    }

    @Test func unknownTurnoverIsNoFallAndNoStandstillByAccident() {
        let statuses: [TurnoverStatus] = [.confidential, .notFiled, .unknown, .notApplicable]
        for status in statuses {
            let unknown = Known.inputs(Known.facts(), TurnoverFacts(status: status.rawValue, years: []))
            let line = models[0].score(unknown).summary.lines.first { $0.rule == "turnover_trend" }
            let zero = models[0].score(Known.inputs(Known.facts(), Known.turnover(0, 500_000))).summary.lines
                .first { $0.rule == "turnover_trend" }
            #expect((line?.points ?? 0) > 0 && line?.points != zero?.points)
        }
    }

    @Test func aFallAStandstillAndASurgeEachMeanSomethingElse() {
        func urgency(_ now: Int64, _ before: Int64) -> Int {
            SheetReading(Known.inputs(Known.facts(), Known.turnover(now, before)), models[0].book.all).value(.urgency)
        }
        let (fall, slip, still, surge) = (
            urgency(350_000, 500_000), urgency(470_000, 500_000), urgency(500_000, 500_000), urgency(800_000, 500_000)
        )
        #expect(fall > slip && slip > still && surge > still && fall > surge)
    }

    @Test func yearsOfOddLengthAreBroughtToTwelveMonths() {
        var turnover = Known.turnover(900_000, 600_000)
        turnover.years[0].months = 18
        let long = SheetReading(Known.inputs(Known.facts(), turnover), models[0].book.all)
        let plain = SheetReading(Known.inputs(Known.facts(), Known.turnover(600_000, 600_000)), models[0].book.all)
        #expect(long.value(.urgency) == plain.value(.urgency))
    }

    @Test func oldAccountsFadeTowardsAStandstill() {
        let still = models[0].book.all.urgency.still
        let falls = (2020...2025).reversed().map { year in
            SheetReading(
                Known.inputs(Known.facts(), Known.turnover(300_000, 500_000, from: year)),
                models[0].book.all
            ).value(.urgency)
        }
        #expect(!zip(falls, falls.dropFirst()).contains { $0 < $1 }, "\(falls)")
        #expect(falls[0] > still + 300 && falls[5] < still + 100 && falls[5] >= still)
    }

    @Test func anEstimateIsCountedBetweenItsEnds() {
        func level(_ low: Int64, _ high: Int64) -> Int {
            var turnover = TurnoverFacts(status: "estimated", years: [])
            turnover.estimate = TurnoverEstimate(
                amountCents: (low + high) / 2 * 100,
                lowCents: low * 100,
                highCents: high * 100,
                method: "workforce"
            )
            return SheetReading(Known.inputs(Known.facts(), turnover), models[0].book.all).value(.turnoverLevel)
        }
        #expect(level(200_000, 900_000) == 1000)
        #expect(level(60_000, 200_000) == 800)
    }

    @Test func exchangesCountInWhateverOrderAndFade() {
        var dice = Dice(14)
        for _ in 0..<500 {
            var inputs = dice.wideInputs()
            let score = models[0].score(inputs)
            inputs.touches?.shuffle(using: &dice)
            #expect(models[0].score(inputs) == score)
        }
        var inputs = Known.inputs()
        inputs.touches = [.init(kind: "reached", on: Known.today, count: 1)]
        let days = [0, 10, 45, 90, 400].map { day in
            inputs.today = Known.today.adding(days: day)
            return SheetReading(inputs, models[0].book.all).engagement(on: inputs.today)
        }
        #expect(days[0] == 2000 && days[2] == 1000 && days[3] == 500)
        #expect(!zip(days, days.dropFirst()).contains { $0 <= $1 })
    }

    @Test func proceedingsTakePointsOffAndSaySo() throws {
        var inputs = Known.inputs()
        let before = models[0].rank(inputs).points
        inputs.proceeding = LegalProceeding(kind: "receivership", since: Known.day(2026, 5, 2), source: "bodacc")
        let score = models[0].score(inputs)
        #expect(score.summary.points == before - 15)
        let line = try #require(score.summary.lines.last)
        #expect(line.rule == "receivership" && line.points == -15 && line.source == "bodacc" && line.date != nil)
    }

    @Test func replayFromRecordedInputsIsTheSameByteForByte() throws {
        var dice = Dice(15)
        for _ in 0..<1000 {
            let inputs = dice.wideInputs()
            let replayed = try Wire.decode(ScoreInputs.self, from: Wire.encode(inputs))
            #expect(try Wire.encode(models[0].score(replayed)) == Wire.encode(models[0].score(inputs)))
        }
    }

    @Test func liftsAreTheFewestChangesThatSufficeAndHoldWhenMade() throws {
        var dice = Dice(16)
        var seen = 0
        for _ in 0..<1000 {
            let inputs = dice.wideInputs()
            let rank = models[0].rank(inputs)
            let lifts = models[0].lifts(of: inputs)
            #expect(lifts.count <= 3)
            if rank.band == .a { #expect(lifts.isEmpty) }
            for lift in lifts {
                seen += 1
                #expect(lift.band < rank.band.rawValue && (1...2).contains(lift.changes.count))
            }
            #expect(Set(lifts.map(\.changes.count)).count <= 1)
        }
        #expect(seen > 50)
        // Made by hand: the promised band is the one that comes.
        var inputs = Known.inputs(phone: false)
        for lift in models[0].lifts(of: inputs) where lift.changes.map(\.english) == ["an office phone number is found"]
        {
            inputs.hasPhone = true
            #expect(models[0].rank(inputs).band.rawValue == lift.band && models[0].rank(inputs).points == lift.points)
        }
    }
}

extension Dice {
    /// With everything that a book looks at beyond the first rules.
    mutating func wideInputs() -> ScoreInputs {
        var inputs = inputs()
        inputs.facts.naf = maybe(one(of: ["56.10A", "64.20Z", "43.21A", "01.11Z", "99"], or: "01.11Z"))
        inputs.facts.section = maybe(one(of: ["I", "F", "O", "?"], or: "I"))
        inputs.facts.departement = maybe(one(of: ["75", "2A", "971"], or: "75"))
        let bands = WorkforceBand.allCases.map(\.rawValue) + ["?"]
        inputs.earlierWorkforce = maybe(ScoreInputs.Workforce(band: one(of: bands, or: "01"), year: 2022))
        inputs.proceeding = maybe(
            LegalProceeding(kind: one(of: ["receivership", "safeguard", "other"], or: "other"), since: day())
        )
        inputs.probabilityBasisPoints = maybe(Int.random(in: 0...10_000, using: &self))
        let kinds = ["inbound", "meeting", "callback", "reached", "email", "other", "not_interested", "?"]
        inputs.touches = maybe(
            (0..<Int.random(in: 0...8, using: &self)).map { _ in
                ScoreInputs.Touch(
                    kind: one(of: kinds, or: "other"),
                    on: day(),
                    count: Int.random(in: 1...3, using: &self)
                )
            }
        )
        inputs.turnover.estimate = maybe(
            TurnoverEstimate(amountCents: 20_000_000, lowCents: 9_000_000, highCents: 45_000_000, method: "workforce")
        )
        return inputs
    }
}
