import Foundation
import Testing

@testable import Scoring

@Suite struct CallHoursTests {
    /// Calls at random, a rate for each day and hour.
    private static func slots(_ perHour: Int, _ seed: UInt64, rate: (Int, Int) -> Double) -> [CallSlot] {
        var dice = Dice(seed)
        return (1...5).flatMap { day in
            (8..<20).map { hour in
                let reached = (0..<perHour).filter { _ in Double.random(in: 0..<1, using: &dice) < rate(day, hour) }
                return CallSlot(weekday: day, hour: hour, tried: perHour, reached: reached.count)
            }
        }
    }

    @Test func fewCallsSayNothing() {
        let slots = [CallSlot(weekday: 2, hour: 10, tried: 49, reached: 40)]
        #expect(CallHours(slots, in: .office).verdict == .notEnough)
        #expect(CallHours([], in: .consumer).verdict == .notEnough)
        #expect(CallHours([], in: .office).tried == 0)
    }

    @Test func theHourThatIsBetterIsFound() throws {
        let slots = Self.slots(10, 1) { day, hour in day == 2 && (10..<12).contains(hour) ? 0.7 : 0.2 }
        let found = CallHours(slots, in: .office)
        let best = try #require(found.best)
        #expect(found.verdict == .best)
        #expect(best.weekday == 2 && best.hours == 10..<12)
        #expect(best.tried == 20)
        // Drawn towards all calls, and not further than what was seen.
        let seen = best.reached * 10_000 / best.tried, all = found.reached * 10_000 / found.tried
        let middle = (best.lowBasisPoints + best.highBasisPoints) / 2
        #expect(all < middle && middle < seen)
    }

    /// One hour stands out, all others are exactly alike.
    @Test func aSingleGoodHourIsFoundAmongEqualOnes() throws {
        let slots = (1...5).flatMap { day in
            [9, 11, 14, 16].map { hour in
                CallSlot(weekday: day, hour: hour, tried: 12, reached: day == 2 && hour == 11 ? 9 : 2)
            }
        }
        let best = try #require(CallHours(slots, in: .office).best)
        #expect(best.weekday == 2 && best.hours == 10..<12 && best.tried == 12 && best.reached == 9)
        #expect(best.lowBasisPoints < 4_500 && best.highBasisPoints < 7_500, "nine of twelve is drawn down")
    }

    @Test func anHourThatIsBetterOnEveryDayIsSaidSo() throws {
        let slots = Self.slots(10, 2) { _, hour in (16..<18).contains(hour) ? 0.5 : 0.2 }
        let best = try #require(CallHours(slots, in: .office).best)
        #expect(best.hours == 16..<18)
        #expect(best.weekday == nil && best.tried == 100)
    }

    /// Three reached of three is no reason to call on Thursday at eight.
    @Test func aStrokeOfLuckIsNoAdvice() {
        var slots = Self.slots(8, 3) { _, _ in 0.2 }
        for index in slots.indices where slots[index].weekday == 4 && slots[index].hour < 10 {
            slots[index].tried = index.isMultiple(of: 2) ? 3 : 0
            slots[index].reached = slots[index].tried
        }
        let best = CallHours(slots, in: .office).best
        #expect(best == nil || best?.weekday != 4)
    }

    /// Where all hours are alike, hardly ever one is called better.
    @Test func whereNothingDiffersNothingIsSaid() {
        let claims = (0..<200).filter { seed in
            CallHours(Self.slots(6, UInt64(1000 + seed)) { _, _ in 0.25 }, in: .office).verdict == .best
        }
        #expect(claims.count <= 20, "\(claims.count) of 200")
    }

    @Test func consumersHoursAreKept() {
        let slots = Self.slots(20, 4) { _, hour in hour == 9 ? 0.9 : hour == 18 ? 0.5 : 0.2 }
        #expect(CallHours(slots, in: .office).best?.hours == 8..<10)
        #expect(CallHours(slots, in: .consumer).best?.hours == 18..<20)
        #expect(CallHours(slots, in: .consumer).tried == 20 * 5 * 9)
    }

    @Test func theBetaDistributionIsRight() {
        let beta = Beta(mean: 0.25, strength: 8, tried: 10, reached: 5)
        #expect(beta.alpha == 7 && beta.beta == 11)
        // I(x; 1, b) = 1 − (1 − x)^b and I(x; a, 1) = x^a.
        let flat = Beta(mean: 0.5, strength: 2, tried: 4, reached: 0)
        #expect(abs(flat.cumulative(0.3) - (1 - pow(0.7, 5))) < 1e-12)
        let steep = Beta(mean: 0.5, strength: 2, tried: 4, reached: 4)
        #expect(abs(steep.cumulative(0.3) - pow(0.3, 5)) < 1e-12)
        for chance in [0.1, 0.5, 0.9] { #expect(abs(beta.cumulative(beta.quantile(chance)) - chance) < 1e-9) }
        // I(x; a, b) = 1 − I(1 − x; b, a)
        let mirrored = Beta(mean: 0.75, strength: 8, tried: 10, reached: 5)
        #expect(abs(beta.cumulative(0.35) - (1 - mirrored.cumulative(0.65))) < 1e-12)
        #expect(beta.cumulative(0) == 0 && beta.cumulative(1) == 1)
        let many = Beta(mean: 0.2, strength: 512, tried: 2_000_000, reached: 400_000)
        #expect(abs(many.quantile(0.5) - 0.2) < 1e-3)
    }
}
