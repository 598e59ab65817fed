import Postgres
import Testing
import Threading

/// A transaction of a task that only rehearses checks what a commit checks, and leaves nothing.
@Suite struct RehearsalTests {
    @Test func nothingStays() async throws {
        try await withTable { pool in
            let seen = try await Rehearsal.$isOn.withValue(true) {
                try await pool.transaction { tx in
                    try tx.execute("INSERT INTO trial VALUES (1), (2)")
                    return try tx.query("SELECT count(*) FROM trial").first?.value(0, as: Int.self)
                }
            }
            #expect(seen == 2)
            #expect(try await count(pool) == 0)

            try await pool.transaction { tx in try tx.execute("INSERT INTO trial VALUES (1)") }
            #expect(try await count(pool) == 1, "and afterwards it does")
        }
    }

    @Test func whatIsDeferredToTheCommitIsChecked() async throws {
        try await withTable { pool in
            let error = try await Rehearsal.$isOn.withValue(true) {
                try await #require(throws: PostgresError.self) {
                    try await pool.transaction { tx in try tx.execute("INSERT INTO trial VALUES (1), (1)") }
                }
            }
            #expect(error.sqlState == "23505")
            #expect(try await count(pool) == 0)
        }
    }

    @Test func statementsThatWaitToBeSentAreSentAndUndone() async throws {
        try await withTable { pool in
            let error = try await Rehearsal.$isOn.withValue(true) {
                try await #require(throws: PostgresError.self) {
                    try await pool.transaction { tx in try tx.enqueue("INSERT INTO trial VALUES (NULL)") }
                }
            }
            #expect(error.sqlState == "23502")
            try await Rehearsal.$isOn.withValue(true) {
                try await pool.transaction { tx in try tx.enqueue("INSERT INTO trial VALUES (3)") }
            }
            #expect(try await count(pool) == 0)
        }
    }

    @Test func childTasksRehearseToo() async throws {
        try await withTable { pool in
            try await Rehearsal.$isOn.withValue(true) {
                async let one: Void = insert(1, pool)
                async let other: Void = insert(2, pool)
                _ = try await (one, other)
            }
            #expect(try await count(pool) == 0)
        }
    }

    private func insert(_ number: Int, _ pool: PostgresPool) async throws {
        try await pool.transaction { tx in try tx.execute("INSERT INTO trial VALUES ($1)", number) }
    }

    private func count(_ pool: PostgresPool) async throws -> Int? {
        try await pool.transaction { tx in
            try tx.query("SELECT count(*) FROM trial").first?.value(0, as: Int.self)
        }
    }

    private func withTable(_ body: (PostgresPool) async throws -> Void) async throws {
        let table = "CREATE TABLE trial (number bigint NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED)"
        try await Database.with(table) { database in
            let pool = database.pool(2)
            try await body(pool)
            await pool.close()
        }
    }
}
