import Foundation
import Postgres
import Testing

@Suite struct SessionTests {
    private static let schema = "CREATE TABLE lead (id bigint CONSTRAINT lead_key PRIMARY KEY, name text NOT NULL)"

    @Test func transactionCommitsOrLeavesNothing() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session()
            try await session.transaction { tx in _ = try tx.execute("INSERT INTO lead VALUES (1, 'a')") }
            let error = try await failure {
                try await session.transaction { tx in
                    try tx.execute("INSERT INTO lead VALUES (2, 'b')")
                    try tx.execute("INSERT INTO lead VALUES ($1, $2)", 1, "secret name")
                }
            }
            #expect(error.sqlState == "23505" && error.constraint == "lead_key" && error.table == "lead")
            #expect(error.isUniqueViolation && !error.isUnavailable && !error.isRetriableAtOnce)
            #expect(!"\(error)".contains("secret") && !String(reflecting: error).contains("secret"))
            #expect(try await session.query("SELECT id FROM lead").values(as: Int.self) == [1])
        }
    }

    @Test func swallowedErrorIsNotACommit() async throws {
        try await Database.with(Self.schema) { database in
            let error = try await failure {
                try await database.session().transaction { tx in
                    try tx.execute("INSERT INTO lead VALUES (1, 'a')")
                    _ = try? tx.execute("SELECT 1 / 0")
                }
            }
            #expect(error.code == .rolledBack)
        }
    }

    @Test func enqueuedStatementsTravelWithTheNextAndFailAtCommit() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session()
            try await session.transaction { tx in
                try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 1)
                try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 2)
                #expect(try tx.query("SELECT id FROM lead ORDER BY id").values(as: Int.self) == [1, 2])
                try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 3)
            }
            let error = try await failure {
                try await session.transaction { tx in try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 3) }
            }
            #expect(error.isUniqueViolation)
            #expect(try await session.query("SELECT count(*) FROM lead").first?.decode(Int.self) == 3)
        }
    }

    @Test func whatIsAskedAheadIsAnsweredInAnyOrderAndSeesWhatWasEnqueuedBefore() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session()
            try await session.transaction { tx in
                let none = try tx.ask(PostgresStatement("SELECT id FROM lead"))
                try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 1)
                let one = try tx.ask(PostgresStatement("SELECT id FROM lead ORDER BY id"))
                try tx.enqueue("INSERT INTO lead VALUES ($1, 'b')", 2)
                try tx.push()
                #expect(try tx.answer(to: one).values(as: Int.self) == [1])
                #expect(try tx.query("SELECT count(*) FROM lead").values(as: Int.self) == [2])
                #expect(try tx.answer(to: none).isEmpty)
                #expect(throws: PostgresError.self) { try tx.answer(to: none) }
            }
            #expect(try await session.query("SELECT count(*) FROM lead").first?.decode(Int.self) == 2)
            let outside = try await failure { _ = try await session.ask(PostgresStatement("SELECT 1")) }
            #expect(outside.code == .misuse)
        }
    }

    @Test func anErrorAheadSurfacesWithTheAnswerAndTheSessionGoesOn() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session()
            let error = try await failure {
                try await session.transaction { tx in
                    try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 1)
                    try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 1)
                    let ticket = try tx.ask(PostgresStatement("SELECT id FROM lead"))
                    try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 2)
                    _ = try tx.answer(to: ticket)
                }
            }
            #expect(error.isUniqueViolation)
            let pushed = try await failure {
                try await session.transaction { tx in
                    try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 1)
                    try tx.enqueue("INSERT INTO lead VALUES ($1, 'a')", 1)
                    try tx.push()
                }
            }
            #expect(pushed.isUniqueViolation)
            #expect(try await session.query("SELECT count(*) FROM lead").first?.decode(Int.self) == 0)
        }
    }

    @Test func savepointUndoesItselfAlone() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session()
            try await session.transaction { tx in
                try tx.execute("INSERT INTO lead VALUES (1, 'a')")
                #expect(throws: PostgresError.self) {
                    try tx.savepoint { tx in
                        try tx.execute("INSERT INTO lead VALUES (2, 'b')")
                        try tx.enqueue("INSERT INTO lead VALUES ($1, 'c')", 1)
                        try tx.execute("INSERT INTO lead VALUES (3, 'c')")
                    }
                }
                try tx.savepoint { tx in _ = try tx.execute("INSERT INTO lead VALUES (4, 'd')") }
            }
            #expect(try await session.query("SELECT id FROM lead ORDER BY id").values(as: Int.self) == [1, 4])
        }
    }

    @Test func settingsEndWithTheTransaction() async throws {
        try await Database.with { database in
            let session = database.session()
            let inside = try await session.transaction(settings: ["filon.department": "é'x"]) { tx in
                try tx.query("SELECT current_setting('filon.department', true)").first?.decode(String.self)
            }
            let outside = try await session.query("SELECT current_setting('filon.department', true)")
            #expect(inside == "é'x")
            #expect(try outside.first?.decode(String?.self) ?? "" == "")
        }
    }

    @Test func pipelineRunsInOrderAndStopsAtTheFirstError() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session()
            let rows = try await session.pipeline([
                PostgresStatement("INSERT INTO lead VALUES ($1, 'a')", 1),
                PostgresStatement("UPDATE lead SET name = $1", "b"),
                PostgresStatement("SELECT name FROM lead"),
            ])
            #expect(rows.map(\.affected) == [1, 1, 1] && rows.count == 3)
            #expect(try rows[2].first?.decode(String.self) == "b")
            let error = try await failure {
                try await session.pipeline([
                    PostgresStatement("INSERT INTO lead VALUES ($1, 'a')", 2),
                    PostgresStatement("INSERT INTO lead VALUES ($1, 'a')", 1),
                ])
            }
            #expect(error.isUniqueViolation)
            #expect(try await session.query("SELECT id FROM lead").count == 1)
        }
    }

    @Test func stalePlanIsPreparedAgain() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session(), other = database.session()
            #expect(try await all(session).columns == ["id", "name"])
            try await other.execute(unchecked: "ALTER TABLE lead ADD COLUMN city text")
            #expect(try await all(session).columns == ["id", "name", "city"])
            try await other.execute(unchecked: "ALTER TABLE lead DROP COLUMN city")
            let columns = try await session.transaction { tx in try tx.query("SELECT * FROM lead").columns }
            #expect(columns.count == 2)
            #expect(try await all(session).columns == ["id", "name"])
            try await other.execute(unchecked: "ALTER TABLE lead ADD COLUMN city text")
            let late = try await failure {
                try await session.transaction { tx in
                    try tx.execute("INSERT INTO lead VALUES (1, 'a')")
                    _ = try everything(tx)
                }
            }
            #expect(late.code == .stalePlan && late.isRetriableAtOnce)
        }
    }

    @Test func serializationFailureSaysItMayRunAgain() async throws {
        try await Database.with(Self.schema + "; INSERT INTO lead VALUES (1, 'a')") { database in
            let session = database.session(), other = database.pool(1)
            let error = try await failure {
                try await session.transaction(isolation: .repeatableRead) { tx in
                    _ = try tx.query("SELECT name FROM lead")
                    // Another session of this thread's own: the race is certain, not likely.
                    try tx.execute(unchecked: "")
                    let done = DispatchSemaphore(value: 0)
                    Task {
                        defer { done.signal() }
                        try await other.transaction { tx in _ = try tx.execute("UPDATE lead SET name = 'b'") }
                    }
                    done.wait()
                    try tx.execute("UPDATE lead SET name = 'c'")
                }
            }
            #expect(error.sqlState == "40001" && error.isRetriableAtOnce)
            await other.close()
        }
    }

    @Test func copyCarriesAHundredThousandRowsBothWays() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session()
            let stored = try await session.transaction { tx in
                try tx.copyIn("COPY lead (id, name) FROM STDIN") { writer in
                    for id in 0..<100_000 { try writer.row(id, "tab\t line\n back\\ \(id)") }
                }
            }
            #expect(stored == 100_000)
            let (count, last) = try await session.transaction { tx in
                var count = 0, last: [UInt8] = []
                try tx.copyOut("COPY (SELECT name FROM lead ORDER BY id) TO STDOUT") {
                    count += 1
                    last = $0
                }
                return (count, last)
            }
            #expect(count == 100_000 && String(decoding: last, as: UTF8.self) == "tab\\t line\\n back\\\\ 99999\n")
        }
    }

    @Test func copyThatFailsStoresNothingAndLeavesTheSessionUsable() async throws {
        try await Database.with(Self.schema) { database in
            let session = database.session()
            await #expect(throws: Unmet.self) {
                try await session.copyIn("COPY lead FROM STDIN") { writer in
                    try writer.row(1, "a")
                    throw Unmet()
                }
            }
            let duplicate = try await failure {
                try await session.copyIn("COPY lead FROM STDIN") { writer in
                    for _ in 0..<2 { try writer.row(7, "a") }
                }
            }
            #expect(duplicate.constraint == "lead_key")
            try await session.execute("INSERT INTO lead SELECT n, 'x' FROM generate_series(1, 50000) n")
            await #expect(throws: Unmet.self) {
                try await session.copyOut("COPY lead TO STDOUT") { _ in throw Unmet() }
            }
            let misuse = try await failure { _ = try await session.query("COPY lead TO STDOUT") }
            #expect(misuse.code == .misuse)
            #expect(try await session.query("SELECT id FROM lead").count == 50_000)
        }
    }

    @Test func closedSessionSaysSo() async throws {
        try await Database.with { database in
            let session = database.session()
            await session.close()
            let error = try await failure { _ = try await session.query("SELECT 1") }
            #expect(error.code == .closed)
        }
    }

    private func all(_ session: PostgresSession) async throws -> PostgresRows {
        try await session.query("SELECT * FROM lead")
    }
}

private func everything(_ tx: isolated PostgresSession) throws -> PostgresRows {
    try tx.query("SELECT * FROM lead")
}
