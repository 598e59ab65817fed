import Contracts
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Scoring

/// Several pages of one look are worked on at a time, and committed in order or not at all.
@Suite struct PagesTests {
    private let page = 20

    private func begun(_ leads: Int) async throws -> (base: Base, work: BaseWork) {
        let base = try await Base(leads: leads)
        _ = try await base.ask(.init(actor: "x", action: "publish", name: "tpe-pme-v2", expected: 1))
        return (base, BaseWork(rescore: base.scene.handlers.rescore, page: page))
    }

    /// Works on a page in a session of its own; `passed` hears where the next begins.
    private func step(
        _ work: BaseWork,
        _ base: Base,
        from place: RescoreJobStore.Place? = nil,
        passed: @escaping @Sendable (RescoreJobStore.Place) -> Void = { _ in },
        before commit: @escaping @Sendable (isolated PostgresSession) throws -> Void = { _ in }
    ) async throws -> Int {
        try await base.scene.pool.transaction { tx in
            let news = try work.step(from: place, in: tx, passing: passed).events.count
            try commit(tx)
            return news
        }
    }

    /// Begins a page in the background.
    /// - Returns: where the next one begins; nil: it failed before.
    private func begin(
        _ work: BaseWork,
        _ base: Base,
        before commit: @escaping @Sendable (isolated PostgresSession) throws -> Void
    ) async -> (page: Task<Int, any Error>, next: RescoreJobStore.Place?) {
        let (places, place) = AsyncStream.makeStream(of: RescoreJobStore.Place.self)
        let page = Task {
            defer { place.finish() }
            return try await step(work, base, passed: { place.yield($0) }, before: commit)
        }
        var iterator = places.makeAsyncIterator()
        return (page, await iterator.next())
    }

    /// Returns once another session waits for a claim of this one.
    private static let untilSomebodyWaits: @Sendable (isolated PostgresSession) throws -> Void = { tx in
        for _ in 0..<3000 {
            let waiting = try tx.query(
                """
                SELECT count(*), pg_sleep(0.02)::text FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """
            ).first?.value(0, as: Int.self)
            if waiting ?? 0 > 0 { return }
        }
        throw NobodyWaits()
    }

    private struct NobodyWaits: Error {}
    private struct Killed: Error {}

    /// The first page is held open until the second one is done and waits for it.
    @Test func aPageThatIsDoneFirstIsCommittedAfterTheOneBefore() async throws {
        let (base, work) = try await begun(60)
        let (first, next) = await begin(work, base, before: Self.untilSomebodyWaits)
        let place = try #require(next)
        let second = try await step(work, base, from: place)
        let looked = try await base.scene.count("SELECT looked FROM rescore_jobs")
        #expect(looked == 40, "both are committed once the second one is")
        let news = try await first.value
        #expect(news == page && second == page)
        #expect(try await base.workOff(page: page).count == 20)
        #expect(try await base.scene.count("SELECT count(*) FROM scores WHERE rule_set = 'tpe-pme-v2'") == 60)
        #expect(try await base.scene.count("SELECT max(version) FROM scores") == 2, "nobody is scored twice")
        await base.drop()
    }

    /// What follows a page that is undone is undone, too, and both are done again.
    @Test func whatFollowsAPageThatFailsIsNotCommitted() async throws {
        let (base, work) = try await begun(60)
        let (first, next) = await begin(work, base) { tx in
            try Self.untilSomebodyWaits(tx)
            throw Killed()
        }
        let place = try #require(next)
        await #expect(throws: Overtaken.self) { try await step(work, base, from: place) }
        await #expect(throws: Killed.self) { try await first.value }
        #expect(try await base.scene.count("SELECT looked FROM rescore_jobs") == 0)
        #expect(try await base.workOff(page: page).count == 60)
        #expect(try await base.scene.count("SELECT looked FROM rescore_jobs") == 60)
        await base.drop()
    }

    /// A glance reads on while the page before is open, and locks nothing before that one is committed: whoever holds a row
    /// of the one before and waits for a row of this one would wait for ever.
    @Test func aGlanceLocksNothingBeforeThePageBeforeIsCommitted() async throws {
        let (base, work) = try await begun(160)
        _ = try await base.workOff()
        try await base.scene.pool.transaction { tx in
            try tx.execute("UPDATE scores SET fingerprint = fingerprint + 1")
            try RescoreJobStore.begin("request", at: Known.now, in: tx)
        }
        let locked = Mutex<Int?>(nil)
        let (first, next) = await begin(work, base) { tx in
            try Self.untilSomebodyWaits(tx)
            // Rows that somebody else has locked are passed over.
            let free = try tx.query("SELECT company_id FROM companies ORDER BY company_id FOR UPDATE SKIP LOCKED").count
            locked.withLock { $0 = 160 - free }
        }
        let place = try #require(next)
        let second = try await step(work, base, from: place)
        _ = try await first.value
        #expect(locked.withLock { $0 } == 0 && second > 0)
        #expect(try await base.scene.count("SELECT looked FROM rescore_jobs WHERE reason = 'request'") == 160)
        await base.drop()
    }

    /// Another process finds the page taken, a page of a job that is over finds no job.
    @Test func nobodyElseBeginsThereAndAJobThatIsOverTakesNoMore() async throws {
        let (base, work) = try await begun(60)
        try await base.scene.pool.transaction { tx in
            let place = try #require(try RescoreJobStore.next(in: tx))
            #expect(try RescoreJobStore.claim(place, in: tx))
        }
        let claimed = try await base.scene.pool.transaction { tx in try RescoreJobStore.next(in: tx) }
        let place = try #require(claimed)
        let holder = PostgresSession(base.scene.database.config(role: "filon_scoring"))
        // Two transactions at once: the other's is within this one's.
        let outcome = try await holder.heldClaim(of: place) {
            try await step(work, base, from: place)
        }
        #expect(outcome == nil, "it was overtaken")
        await holder.close()

        let next = place.following(place.reached)
        try await base.scene.pool.transaction { tx in
            try RescoreJobStore.begin("request", at: Known.now, in: tx)
        }
        await #expect(throws: Overtaken.self) { try await step(work, base, from: next) }
        #expect(try await base.workOff(page: page).count == 60)
        await base.drop()
    }

    @Test func turnsGoOnInOrderAndWhatFollowsAFailureIsNotHeard() async throws {
        let turns = PageTurns()
        let start = RescoreJobStore.Place(id: UUID(), reason: "rules", reached: UUID())
        let first = await turns.take()
        #expect(first.place == nil)
        async let waiting = turns.take()
        turns.pass(start, after: first)
        let second = await waiting
        #expect(second.place?.reached == start.reached)
        turns.pass(start.following(UUID()), after: first)
        // The first one's page fails while the second has the turn: what the second says of its end is not believed.
        turns.fail(first)
        turns.pass(start.following(UUID()), after: second)
        let third = await turns.take()
        #expect(third.place == nil)
        turns.fail(second)
        turns.pass(start, after: third)
        let fourth = await turns.take()
        #expect(fourth.place == nil, "the third began before the second failed")
        turns.pass(start, after: fourth)
        #expect(await turns.take().place?.reached == start.reached)
    }
}

extension PostgresSession {
    /// Runs `body` while this session claims a page; nil: it was overtaken.
    fileprivate func heldClaim(of place: RescoreJobStore.Place, _ body: @Sendable () async throws -> Int) async throws
        -> Int?
    {
        try execute(unchecked: "BEGIN")
        guard try RescoreJobStore.claim(place, in: self) else { throw Overtaken() }
        let outcome: Int?
        do {
            outcome = try await body()
        } catch is Overtaken {
            outcome = nil
        }
        try execute(unchecked: "ROLLBACK")
        return outcome
    }
}
