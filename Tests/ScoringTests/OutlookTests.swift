import Contracts
import FrenchBusiness
import Testing

@testable import Scoring

/// Until when time alone changes nothing: held against looking at each day.
@Suite struct OutlookTests {
    private let models: [any Scorer]

    init() throws {
        models = [ScoringModel(), BookModel(try .tpePMEv2()), BookModel(try .grandesEntreprisesV1())]
    }

    @Test func noScoreChangesBeforeItsTurn() {
        var dice = Dice(31)
        var (turns, genuine, quiet) = (0, 0, 0)
        for draw in 0..<2_400 {
            let inputs = draw.isMultiple(of: 4) ? dice.wideInputs() : dice.inputsOfToday()
            let days = DaysAhead(today: inputs.today, limit: inputs.today.adding(days: 40))
            let model = models[draw % models.count]
            let turn = model.turn(of: inputs, excluded: false, in: days)
            #expect(turn > inputs.today && turn <= days.limit)
            let now = Seen(model, inputs)
            let early = days.until(turn).first { Seen(model, inputs, on: $0) != now }
            #expect(early == turn, "\(model.label) differs on \(early) already: \(inputs)")
            if turn == days.limit {
                quiet += 1
            } else {
                turns += 1
                genuine += Seen(model, inputs, on: turn) == now ? 0 : 1
            }
        }
        #expect(quiet > 300 && turns > 300, "\(quiet) and \(turns)")
        #expect(genuine * 10 > turns * 9, "hardly anything is looked at in vain: \(genuine) of \(turns)")
    }

    @Test func whoIsExcludedDoesNotFade() {
        var dice = Dice(32)
        for draw in 0..<600 {
            let inputs = dice.inputsOfToday()
            let days = DaysAhead(today: inputs.today, limit: inputs.today.adding(days: 40))
            let model = models[draw % models.count]
            let turn = model.turn(of: inputs, excluded: true, in: days)
            #expect(turn >= model.turn(of: inputs, excluded: false, in: days))
            let now = model.excluded(inputs)
            let early = days.until(turn).first { day in
                var later = inputs
                later.today = day
                return model.excluded(later) != now
            }
            #expect(early == turn)
        }
    }

    @Test func adviceTurnsOnItsVeryDay() {
        var dice = Dice(33)
        let advising = Advising(now: Known.now, zone: .paris)
        var turns = 0
        for _ in 0..<3_000 {
            let lead = dice.situationOfToday()
            let days = DaysAhead(today: lead.today, limit: lead.today.adding(days: 40))
            let now = Adviser().advice(on: lead).fingerprint
            let other = days.first { day in
                var later = lead
                later.today = day
                return Adviser().advice(on: later).fingerprint != now
            }
            let turn = advising.turn(of: lead, in: days)
            #expect(lead.hasDays ? turn == other : turn <= other)
            turns += other == days.limit ? 0 : 1
        }
        #expect(turns > 300, "\(turns)")
    }

    @Test func aTurnIsFoundWhereverItIs() {
        let days = DaysAhead(today: Known.today, limit: Known.today.adding(days: 9))
        for turn in -1...11 {
            let day = Known.today.adding(days: turn)
            let expected = (1...9).contains(turn) ? day : days.limit
            #expect(days.turn { day <= $0 } == expected && days.turn { $0 < day } == expected)
            #expect(days.first { day <= $0 } == (turn < 1 ? Known.today.adding(days: 1) : min(day, days.limit)))
        }
    }
}

/// All that the day decides: the score with its words, and what the learner sees.
private struct Seen: Equatable {
    let score: Score
    let features: [String]

    init(_ model: any Scorer, _ inputs: ScoreInputs, on day: CivilDate? = nil) {
        var inputs = inputs
        if let day { inputs.today = day }
        score = model.score(inputs)
        features = LeadFeatures.features(inputs).map { "\($0)" }
    }
}

extension Dice {
    /// Companies of which something turns, or has just turned: birthdays, closings and exchanges lie about today.
    fileprivate mutating func inputsOfToday() -> ScoreInputs {
        var inputs = wideInputs()
        inputs.today = one(of: [Known.today, Known.day(2027, 8, 20), Known.day(2028, 2, 10)], or: Known.today)
        let years = Int.random(in: 0...25, using: &self)
        inputs.facts.createdOn = maybe(about(inputs.today.adding(months: -12 * years)))
        for index in inputs.turnover.years.indices {
            let months = one(of: [0, 12, 18, 24, 30, 36, 60], or: 12)
            inputs.turnover.years[index].closingDate = about(inputs.today.adding(months: -months - 12 * index))
        }
        for index in (inputs.touches ?? []).indices { inputs.touches?[index].on = about(inputs.today) }
        return inputs
    }

    /// A history that ended lately, or is still to come by a wrong clock.
    fileprivate mutating func situationOfToday() -> Situation {
        let all: [Situation.What] = [
            .inbound, .meeting, .reached, .callback, .notInterested, .noAnswer, .voicemail, .wrongNumber, .email, .plan,
        ]
        var day = Int.random(in: -6...6, using: &self)
        let contacts = (0..<Int.random(in: 0...8, using: &self)).map { _ -> (Situation.What, Int) in
            day += Int.random(in: 0...40, using: &self)
            return (one(of: all, or: .email), day)
        }
        var lead = situation(
            contacts,
            phone: flag(),
            email: flag(),
            personal: flag(),
            band: one(of: ["A", "B", "C", "D"], or: "A"),
            urgency: one(of: ["critical", "high", "normal"], or: "normal"),
            today: one(of: [Known.today, Known.day(2026, 7, 20)], or: Known.today)
        )
        lead.isAlsaceMoselle = flag()
        if !lead.contacts.isEmpty { lead.contacts[0].next = maybe(about(lead.today)) }
        lead.listedStepOn = maybe(about(lead.today))
        lead.proceedingSince = maybe(about(lead.today.adding(months: -6)))
        lead.exclusion = one(of: [nil, nil, nil, "opposed"], or: nil)
        switch one(of: [0, 0, 1, 2, 3], or: 0) {
        case 1:
            lead.deals.openSince = about(lead.today)
            lead.deals.steps = [about(lead.today)]
        case 2: lead.deals.wonOn = about(lead.today)
        case 3: lead.deals.lostOn = about(lead.today.adding(days: -90))
        default: break
        }
        return lead
    }

    private mutating func about(_ day: CivilDate) -> CivilDate {
        day.adding(days: Int.random(in: -20...45, using: &self))
    }
}
