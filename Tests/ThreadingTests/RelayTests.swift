import Foundation
import Synchronization
import Testing
import Threading

/// One thread fetches and stores while another computes.
@Suite struct RelayTests {
    private struct Broken: Error, Equatable {
        let at: Int
    }

    private final class Log: Sendable {
        private let list = Mutex<[Int]>([])
        func add(_ item: Int) { list.withLock { $0.append(item) } }
        var all: [Int] { list.withLock { $0 } }
    }

    @Test(arguments: [0, 1, 2, 1000])
    func everythingIsStoredOnceAndInOrder(_ count: Int) throws {
        var stored: [String] = []
        try Relay.run(0..<count, ahead: 8, name: "relay") {
            $0 * 2
        } compute: {
            "\($0)"
        } store: {
            stored.append($0)
        }
        #expect(stored == (0..<count).map { "\($0 * 2)" })
    }

    /// The first is not computed before the third was fetched, which would never be if one waited for the other.
    @Test func fetchingGoesOnWhileItComputes() throws {
        let isThere = Atomic(false)
        let computed = Log()
        var stored: [Int] = []
        try Relay.run(0..<5, ahead: 8, name: "relay") { element in
            if element == 2 { isThere.store(true, ordering: .releasing) }
            return element
        } compute: { element in
            let end = ContinuousClock.now + .seconds(20)
            while element == 0, !isThere.load(ordering: .acquiring) {
                guard ContinuousClock.now < end else { throw Broken(at: 0) }
                sched_yield()
            }
            computed.add(element)
            return element
        } store: {
            stored.append($0)
        }
        #expect(stored == [0, 1, 2, 3, 4] && computed.all == stored)
    }

    /// Fetching and storing stay on the thread that called: a database session allows no other.
    @Test func onlyComputingIsDoneElsewhere() throws {
        let here = pthread_self()
        let isElsewhere = Mutex(true)
        try Relay.run(0..<10, ahead: 8, name: "relay") { _ in
            #expect(pthread_equal(pthread_self(), here) != 0)
        } compute: { _ in
            // A thread that ended may give its number to the next, but this one has not ended.
            if pthread_equal(pthread_self(), here) != 0 { isElsewhere.withLock { $0 = false } }
        } store: { _ in
            #expect(pthread_equal(pthread_self(), here) != 0)
        }
        #expect(isElsewhere.withLock { $0 })
    }

    @Test func noMoreIsFetchedThanMayWait() throws {
        let waiting = Mutex(0)
        var most = 0
        try Relay.run(0..<200, ahead: 3, name: "relay") { element in
            most = max(
                most,
                waiting.withLock {
                    $0 += 1; return $0
                }
            )
            return element
        } compute: {
            $0
        } store: { _ in
            waiting.withLock { $0 -= 1 }
        }
        #expect((1...3).contains(most))
    }

    @Test func whatFailsEndsItAndNothingRunsOn() throws {
        let computed = Log()
        var (fetched, stored): ([Int], [Int]) = ([], [])
        #expect(throws: Broken(at: 3)) {
            try Relay.run(0..<100, ahead: 8, name: "relay") { element in
                if element == 3 { throw Broken(at: 3) }
                fetched.append(element)
                return element
            } compute: { element in
                computed.add(element)
                return element
            } store: {
                stored.append($0)
            }
        }
        #expect(fetched == [0, 1, 2])
        let atEnd = computed.all
        #expect(Set(atEnd).isSubset(of: [0, 1, 2]) && stored.count <= atEnd.count)

        #expect(throws: Broken(at: 5)) {
            try Relay.run(0..<100, ahead: 8, name: "relay") {
                $0
            } compute: { element in
                if element == 5 { throw Broken(at: 5) }
                return element
            } store: { element in
                #expect(element < 5, "what comes after a failure is not stored")
            }
        }
        #expect(throws: Broken(at: 7)) {
            try Relay.run(0..<100, ahead: 8, name: "relay") {
                $0
            } compute: {
                $0
            } store: { element in
                if element == 7 { throw Broken(at: 7) }
                #expect(element < 7)
            }
        }
    }
}
