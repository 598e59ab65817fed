import Synchronization
import Testing
import Threading

/// A computation elsewhere, and what is done here until it has ended.
@Suite struct AsideTests {
    private struct Broken: Error {}

    /// Ends when it has been asked after three times, which would never be if one waited for the other.
    @Test func meanwhileIsNotAfterwards() throws {
        let asked = Atomic(0)
        let found = try Aside.run(name: "aside", pulse: .milliseconds(1)) {
            asked.add(1, ordering: .releasing)
        } compute: {
            let end = ContinuousClock.now + .seconds(60)
            while asked.load(ordering: .acquiring) < 3, ContinuousClock.now < end {}
            return asked.load(ordering: .acquiring)
        }
        #expect(found >= 3)
    }

    @Test func whatIsThrownArrives() throws {
        #expect(throws: Broken.self) {
            try Aside.run(name: "aside", pulse: .seconds(60)) {
            } compute: {
                throw Broken()
            }
        }
    }

    /// Nobody goes on while something is still computed for him.
    @Test func whoIsInterruptedWaitsForTheEnd() throws {
        let isAsked = Atomic(false)
        let hasEnded = Atomic(false)
        #expect(throws: Broken.self) {
            try Aside.run(name: "aside", pulse: .milliseconds(1)) {
                isAsked.store(true, ordering: .releasing)
                throw Broken()
            } compute: {
                let end = ContinuousClock.now + .seconds(60)
                while !isAsked.load(ordering: .acquiring), ContinuousClock.now < end {}
                hasEnded.store(true, ordering: .releasing)
            }
        }
        let ended = hasEnded.load(ordering: .acquiring)
        #expect(ended)
    }
}
