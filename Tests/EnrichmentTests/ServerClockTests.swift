import Foundation
import Testing

@testable import Enrichment

/// Against a clock whose distance the test knows.
@Suite struct ServerClockTests {
    private let start = ContinuousClock.now
    private let epoch = Date(timeIntervalSinceReferenceDate: 800_000_000)

    /// What the database's clock says `milliseconds` after the start.
    private func serverTime(_ milliseconds: Double) -> Date { epoch.addingTimeInterval(milliseconds / 1000) }

    /// Asked, told and heard so many milliseconds after the start.
    private func clock(_ answers: [(asked: Int, told: Double, heard: Int)]) -> ServerClock {
        answers.reduce(into: ServerClock()) { clock, answer in
            clock.learn(
                serverTime: serverTime(answer.told),
                asked: start + .milliseconds(answer.asked),
                answered: start + .milliseconds(answer.heard)
            )
        }
    }

    /// How far the clock errs about the moment 10 s after the start.
    private func error(_ clock: ServerClock) -> Duration {
        let error = clock.instant(of: serverTime(10_000)) - (start + .seconds(10))
        return error < .zero ? .zero - error : error
    }

    @Test func aSlowAnswerSpoilsNothingThatAQuickOneTold() {
        #expect(error(clock([(0, 1, 2)])) <= .milliseconds(1))
        #expect(error(clock([(0, 199, 200)])) > .milliseconds(90), "one answer tells no more than its middle")
        #expect(error(clock([(0, 199, 200), (300, 301, 302)])) <= .milliseconds(1))
        #expect(error(clock([(0, 1, 2), (300, 490, 500)])) <= .milliseconds(1))
    }

    @Test func twoSlowAnswersTellMoreThanEither() {
        let late = (asked: 0, told: 199.0, heard: 200)
        let early = (asked: 300, told: 301.0, heard: 500)
        #expect(error(clock([early])) > .milliseconds(90))
        #expect(error(clock([late, early])) <= .milliseconds(1))
        #expect(error(clock([early, (600, 799, 800)])) <= .milliseconds(1))
    }

    @Test func aClockThatWasSetIsFollowedAtOnce() {
        var set = clock([(0, 1, 2), (100, 101, 102)])
        set.learn(serverTime: serverTime(5201), asked: start + .milliseconds(200), answered: start + .milliseconds(202))
        let expected = start + .milliseconds(5000)
        let instant = set.instant(of: serverTime(10_000))
        #expect(instant >= expected - .milliseconds(1) && instant <= expected + .milliseconds(1))
    }

    /// A crystal that is 50 µs a second fast is not taken for a clock that was set, nor believed for ever.
    @Test func aSlowDriftIsFollowed() {
        var clock = ServerClock()
        for second in 0..<3600 {
            let asked = start + .seconds(second)
            let told = serverTime(Double(second) * 1000.05 + 1)
            clock.learn(serverTime: told, asked: asked, answered: asked + .milliseconds(2))
        }
        let instant = clock.instant(of: serverTime(3600 * 1000.05))
        let off = instant - (start + .seconds(3600))
        #expect(off > .milliseconds(-3) && off < .milliseconds(3))
    }

    @Test func knowingNothingItSaysNow() {
        let before = ContinuousClock.now
        #expect(ServerClock().instant(of: epoch) >= before)
    }
}
