import Contracts
import Dispatch
import Foundation
import MessagingSupport
import Postgres
import Synchronization
import Testing

@testable import Messaging

@Suite struct ScheduleTests {
    @Test func aJobRunsInOneReplicaAtATimeAndItsEventsAreAnnounced() async throws {
        let scene = try await MessagingScene()
        let runs = Mutex(0)
        var handlers = HandlerRegistry(.scoring)
        handlers.schedule(
            Schedule("scoring.tick", .every(.seconds(3600))) { _, tx in
                runs.withLock { $0 += 1 }
                try tx.execute("INSERT INTO effects (message_id, note) VALUES (gen_random_uuid(), 'tick')")
                return [
                    DealScored(
                        dealID: DealID(),
                        leadID: LeadID(),
                        department: DepartmentID(rawValue: "commercial"),
                        probabilityBasisPoints: 1,
                        label: "x",
                        version: 1
                    )
                ]
            }
        )
        try await scene.running(scene.messenger(handlers)) {
            try await scene.running(scene.messenger(handlers)) {
                try await eventually("it ran and announced") { scene.broker.published.count == 1 }
            }
        }
        #expect(runs.withLock { $0 } == 1)
        #expect(try await scene.effects() == ["tick"])
        // A clean stop leaves the lease to whoever comes next.
        #expect(try await scene.count("SELECT count(*) FROM scoring.lease WHERE until > now()") == 0)
        await scene.end()
    }

    @Test func aHolderThatIsPausedInTheMiddleOfItsJobIsPutOut() async throws {
        let scene = try await MessagingScene()
        let runs = Mutex(0)
        let wakes = DispatchSemaphore(value: 0)
        var handlers = HandlerRegistry(.scoring)
        handlers.schedule(
            Schedule("scoring.tick", .every(.seconds(3600))) { _, tx in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                try tx.execute("INSERT INTO effects (message_id, note) VALUES (gen_random_uuid(), 'tick')")
                // As if the process were stopped here: its thread does nothing, its transaction stays open.
                if run == 1 { _ = wakes.wait(timeout: .now() + 30) }
                return []
            }
        )
        try await scene.running(scene.messenger(handlers)) {
            try await scene.running(scene.messenger(handlers)) {
                try await eventually("another has done it") { try await scene.effects() == ["tick"] }
                wakes.signal()
            }
        }
        await scene.pool.close()  // when the sleeper has given its session back
        #expect(runs.withLock { $0 } == 2)
        #expect(try await scene.count("SELECT epoch FROM scoring.lease") == 2)
        #expect(try await scene.effects() == ["tick"])
        await scene.end()
    }

    /// Longer than a paused one would be waited for: it is seen to be at work, and whoever waits for its lease is not failing.
    @Test func aHolderThatComputesForLongIsNotPutOut() async throws {
        let scene = try await MessagingScene()
        let runs = Mutex(0)
        var handlers = HandlerRegistry(.scoring)
        handlers.schedule(
            Schedule("scoring.tick", .every(.seconds(3600))) { _, tx in
                runs.withLock { $0 += 1 }
                try tx.execute("INSERT INTO effects (message_id, note) VALUES (gen_random_uuid(), 'tick')")
                try tx.computing { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 13) }
                return []
            }
        )
        let (one, other) = (scene.messenger(handlers), scene.messenger(handlers))
        try await scene.running(one) {
            try await scene.running(other) {
                try await eventually("it is done", within: .seconds(60)) { try await scene.effects() == ["tick"] }
            }
        }
        #expect(runs.withLock { $0 } == 1)
        for messenger in [one, other] { #expect(messenger.metrics.jobs["scoring.tick"]?.failures.value == 0) }
        await scene.end()
    }

    @Test func aHolderThatWasPausedCannotWriteAfterATakeover() async throws {
        let scene = try await MessagingScene()
        let (sleeper, successor) = (UUID(), UUID())
        let stale = try await scene.pool.transaction { tx in
            try LeaseStore.acquire("job", holder: sleeper, for: .zero, in: tx)
        }
        let taken = try await scene.pool.transaction { tx in
            try LeaseStore.acquire("job", holder: successor, for: .seconds(3600), in: tx)
        }
        let (old, new) = (try #require(stale), try #require(taken))
        #expect(new.epoch == old.epoch + 1)
        await #expect(throws: LeaseLost.self) {
            try await scene.pool.transaction { tx in try LeaseStore.check(old, in: tx) }
        }
        try await scene.pool.transaction { tx in try LeaseStore.check(new, in: tx) }
        let refused = try await scene.pool.transaction { tx in
            try LeaseStore.acquire("job", holder: sleeper, for: .seconds(9), in: tx)
        }
        #expect(refused == nil)
        await scene.end()
    }

    @Test func aDailyJobRunsOnceADayAlsoWhenItIsLate() throws {
        let paris = try #require(TimeZone(identifier: "Europe/Paris"))
        let schedule = Schedule("report", .daily(hour: 7, minute: 30, timeZone: paris)) { _, _ in [] }
        let day = try #require(WireDate.date("2026-11-23T06:30:00.000Z"))  // 07:30 in Paris
        #expect(!schedule.isDue(lastRun: nil, now: day - 1))
        #expect(schedule.isDue(lastRun: nil, now: day))
        #expect(!schedule.isDue(lastRun: day, now: day + 3600))
        #expect(schedule.isDue(lastRun: day - 86_400, now: day + 7200))
    }
}
