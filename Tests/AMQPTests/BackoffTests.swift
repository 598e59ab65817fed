import Testing

@testable import AMQP

@Suite struct BackoffTests {
    @Test func stepsDoubleFromAFifthOfASecondToTenSeconds() {
        var backoff = Backoff()
        let longest = (0..<8).map { _ in backoff.next(fraction: 1) }
        #expect(longest == [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000].map { .milliseconds($0) })
    }

    @Test func jitterNeverHalvesTwice() {
        var backoff = Backoff()
        #expect(backoff.next(fraction: 0) == .milliseconds(100))
        for _ in 0..<20 {
            let delay = backoff.next()
            #expect(delay >= .milliseconds(200) && delay <= .seconds(10))
        }
    }

    @Test func successBeginsAnew() {
        var backoff = Backoff()
        _ = (backoff.next(), backoff.next())
        backoff.reset()
        #expect(backoff.next(fraction: 1) == .milliseconds(200))
    }
}
