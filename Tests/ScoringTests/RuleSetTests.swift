import Contracts
import Testing

@testable import Scoring

@Suite struct RuleSetTests {
    @Test func theBuiltInRulesHoldTheirPromises() {
        #expect(RuleSet.tpePME.faults == [])
        #expect(RuleSet.tpePME.bounds == 0...100)
    }

    @Test func rulesThatBreakAPromiseAreRefusedWithTheReason() {
        var tooMany = RuleSet.tpePME
        tooMany.points[.age]?[.under5Years] = 9
        #expect(tooMany.faults == ["les points vont de 0 à 101, hors de 0 à 100"])

        var flat = RuleSet.tpePME
        flat.points[.size]?[.pme] = 24
        #expect(flat.faults == ["les tailles ne décroissent pas de TPE à GE"])

        var unordered = RuleSet.tpePME
        unordered.trend.growth = -600
        unordered.bands.b = 80
        unordered.urgencyPercent[.low] = 120
        #expect(unordered.faults.count == 3)
    }

    @Test func rulesTravelAsData() throws {
        let bytes = try Wire.encode(RuleSet.tpePME)
        #expect(try Wire.decode(RuleSet.self, from: bytes) == .tpePME)
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""turnover_trend":{"collapse":20"#))
    }

    @Test func frenchTextsAreSetAsFrenchPrinters() {
        let texts = ScoreText.reasons.values.flatMap(\.values)
        #expect(texts.count > 50)
        for text in texts {
            #expect(
                !text.contains(" :") && !text.contains(" ;") && !text.contains(" %") && !text.contains(" €"),
                "\(text)"
            )
            #expect(!text.contains("'") && !text.contains("  "), "\(text)")
        }
    }

    @Test func replayFromRecordedInputsIsTheSameByteForByte() throws {
        var dice = Dice(4)
        let model = ScoringModel()
        for _ in 0..<500 {
            let inputs = dice.inputs()
            let recorded = try Wire.encode(inputs)
            let replayed = try Wire.decode(ScoreInputs.self, from: recorded)

            #expect(try Wire.encode(model.score(replayed)) == Wire.encode(model.score(inputs)))
        }
    }

    @Test func theOrderOfAMessagesYearsChangesNothing() {
        var dice = Dice(5)
        let model = ScoringModel()
        for _ in 0..<500 {
            var inputs = dice.inputs()
            let score = model.score(inputs)
            inputs.turnover.years.shuffle(using: &dice)
            #expect(model.score(inputs) == score)
        }
    }
}
