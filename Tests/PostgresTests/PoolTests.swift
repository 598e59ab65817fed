import Foundation
import Postgres
import Testing

@Suite struct PoolTests {
    @Test func callersAreServedInTheOrderOfAsking() async throws {
        try await Database.with("CREATE TABLE turn (place bigint GENERATED ALWAYS AS IDENTITY, caller int)") {
            database in
            let pool = database.pool(1) { $0.acquireTimeout = .seconds(60) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await pool.withSession { _ in
                    for caller in 0..<20 {
                        let enlisted = AsyncStream.makeStream(of: Void.self)
                        group.addTask {
                            enlisted.continuation.finish()
                            try await pool.transaction { tx in
                                _ = try tx.execute("INSERT INTO turn (caller) VALUES ($1)", caller)
                            }
                        }
                        for await _ in enlisted.stream {}
                        let isWaiting = try await eventually { pool.waiting == caller + 1 }
                        #expect(isWaiting)
                    }
                }
                try await group.waitForAll()
            }
            let order = try await pool.transaction { tx in
                try tx.query("SELECT caller FROM turn ORDER BY place").values(as: Int.self)
            }
            #expect(order == Array(0..<20))
            #expect(pool.isReachable)
            await pool.close()
        }
    }

    @Test func exhaustionSaysHowLongItWaited() async throws {
        try await Database.with { database in
            // The first waits until it is cancelled, however late the second comes.
            let crowded = database.pool(1) {
                $0.acquireTimeout = .seconds(60)
                $0.waitersMax = 1
            }
            try await crowded.withSession { _ in
                let first = Task { try await crowded.transaction { _ in } }
                let isWaiting = try await eventually { crowded.waiting == 1 }
                #expect(isWaiting)
                let second = try await failure { try await crowded.transaction { _ in } }
                #expect(second.code == .poolExhausted && second.description.contains("wait already"))
                first.cancel()
                await #expect(throws: CancellationError.self) { try await first.value }
            }
            try await crowded.transaction { tx in _ = try tx.query("SELECT 1") }
            await crowded.close()
            let hasty = database.pool(1) { $0.acquireTimeout = .milliseconds(50) }
            try await hasty.withSession { _ in
                let error = try await failure { try await hasty.transaction { _ in } }
                #expect(error.code == .poolExhausted && error.description.contains(" ms"))
            }
            await hasty.close()
        }
    }

    @Test func closeRefusesWaitersAndAwaitsTheBusy() async throws {
        try await Database.with { database in
            let pool = database.pool(1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await pool.withSession { session in
                    group.addTask { await pool.close() }
                    let isClosed = try await eventually {
                        (try? await failure { try await pool.transaction { _ in } })?.code == .closed
                    }
                    #expect(isClosed)
                    try await session.transaction { tx in _ = try tx.query("SELECT 1") }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func cancelledWaiterLeavesTheQueue() async throws {
        try await Database.with { database in
            let pool = database.pool(1)
            try await pool.withSession { _ in
                let waiter = Task { try await pool.transaction { _ in } }
                let isWaiting = try await eventually { pool.waiting == 1 }
                #expect(isWaiting)
                waiter.cancel()
                await #expect(throws: CancellationError.self) { try await waiter.value }
                #expect(pool.waiting == 0)
            }
            await pool.close()
        }
    }
}
