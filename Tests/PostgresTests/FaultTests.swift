import Dispatch
import Foundation
import Postgres
import ScriptedPeers
import TestSupport
import Testing

/// What happens when the server, the network or the caller ends something.
@Suite struct FaultTests {
    private static let end =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

    @Test func sessionEndedWhileIdleIsReplacedUnnoticed() async throws {
        try await Database.with { database in
            let session = database.session(), other = database.session()
            let first = try await session.query("SELECT pg_backend_pid()").values(as: Int.self)
            try await other.execute(unchecked: Self.end)
            let gone = try await eventually {
                try await other.query("SELECT FROM pg_stat_activity WHERE pid = ANY($1)", first).isEmpty
            }
            #expect(gone)
            let second = try await session.transaction { tx in
                try tx.query("SELECT pg_backend_pid()").values(as: Int.self)
            }
            #expect(first != second)
        }
    }

    /// No word comes before the end, so nothing can be known before BEGIN is sent.
    @Test func connectionLostWithoutAWordIsReplacedAtBegin() async throws {
        try await Database.with("CREATE TABLE lead (id int)") { database in
            var components = try #require(URLComponents(string: database.config.url))
            let proxy = try FaultProxy(to: UInt16(try #require(components.port)))
            components.port = Int(proxy.port)
            var config = database.config
            config.url = try #require(components.string)
            let session = PostgresSession(config)
            let settings = ["filon.department": "nord"]  // they travel with BEGIN
            try await session.transaction(settings: settings) { tx in _ = try tx.query("SELECT 1") }
            proxy.set(.cutAtNextRequest)
            try await session.transaction(settings: settings) { tx in _ = try tx.execute("INSERT INTO lead VALUES (1)")
            }
            #expect(proxy.connections == 2)
            // What was enqueued would be lost with the connection, so the caller has to know.
            proxy.set(.cutAtNextRequest)
            let error = try await failure {
                try await session.transaction { tx in
                    try tx.enqueue("INSERT INTO lead VALUES (1)")
                    _ = try tx.query("SELECT 1")
                }
            }
            #expect(error.isUnavailable)
            #expect(try await session.query("SELECT count(*) FROM lead").values(as: Int.self) == [1])
        }
    }

    @Test func sessionEndedWithinATransactionIsUnavailableAndTheNextCallWorks() async throws {
        try await Database.with { database in
            let session = database.session()
            let error = try await failure {
                try await session.transaction { tx in
                    _ = try tx.query("SELECT pg_terminate_backend(pg_backend_pid())")
                    _ = try tx.query("SELECT 1")
                }
            }
            #expect(error.isUnavailable && !error.isRetriableAtOnce)
            #expect(try await session.query("SELECT 1").values(as: Int.self) == [1])
        }
    }

    @Test func lossDuringCommitIsUnknown() async throws {
        try await Database.with(
            """
            CREATE TABLE fuse (id int);
            CREATE FUNCTION blow() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER blows AFTER INSERT ON fuse DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION blow();
            """
        ) { database in
            let error = try await failure {
                try await database.session().transaction { tx in _ = try tx.execute("INSERT INTO fuse VALUES (1)") }
            }
            #expect(error.code == .commitUnknown && error.isUnavailable)
        }
    }

    /// The server ends sessions that do nothing in a transaction, since their process may be paused; not one that computes.
    @Test func whoComputesLongInATransactionIsNotTakenForAPausedProcess() async throws {
        try await Database.with("CREATE TABLE model (text text)") { database in
            let session = database.session { $0.idleInTransactionTimeout = .seconds(3) }
            try await session.transaction { tx in
                try tx.query("SELECT FROM model")
                let text = try tx.computing {
                    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 7)
                    return "learnt"
                }
                try tx.execute("INSERT INTO model VALUES ($1)", text)
            }
            #expect(try await session.query("SELECT text FROM model").values(as: String.self) == ["learnt"])
            let error = try await failure {
                try await session.transaction { tx in
                    try tx.query("SELECT FROM model")
                    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 7)
                    try tx.execute("INSERT INTO model VALUES ('late')")
                }
            }
            #expect(error.isUnavailable, "else the first half shows nothing")
        }
    }

    @Test func serverThatIsAwayIsUnavailableWithinTheTimeGiven() async throws {
        var config = PostgresConfig(url: "postgresql://filon:geheim@127.0.0.1:1,127.0.0.1:2/none")
        config.connectTimeout = .milliseconds(300)
        let session = PostgresSession(config)
        let start = ContinuousClock.now
        let error = try await failure { _ = try await session.query("SELECT 1") }
        #expect(error.code == .unreachable && error.isUnavailable)
        #expect(start.duration(to: .now) < .seconds(20))  // a busy machine may take its time; nobody waits for ever
        #expect(!"\(config)".contains("geheim") && !String(reflecting: config).contains("geheim"))
        #expect(!String(reflecting: error).contains("geheim"))
    }

    @Test func wrongPasswordIsRefusedAtOnce() async throws {
        let url = try ServerEnvironment.databaseURL()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try "wrong\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        var config = PostgresConfig(url: url)
        config.passwordFile = file.path
        config.connectTimeout = .seconds(60)
        let start = ContinuousClock.now
        let error = try await failure { [config] in _ = try await PostgresSession(config).query("SELECT 1") }
        #expect(error.code == .unreachable && error.sqlState == "28P01")
        // Trying again would go on for the whole minute; a busy machine may take a while for one answer.
        #expect(start.duration(to: .now) < .seconds(30))
    }

    @Test func secondHostIsTriedWhenTheFirstIsAway() async throws {
        try await Database.with { database in
            var components = try #require(URLComponents(string: database.config.url))
            let port = try #require(components.port)
            components.host = nil
            let user = try #require(components.user), password = try #require(components.password)
            let url = "postgresql://\(user):\(password)@127.0.0.1:1,127.0.0.1:\(port)\(components.path)"
            #expect(try await PostgresSession(PostgresConfig(url: url)).query("SELECT 1").count == 1)
        }
    }

    private static let readOnly = """
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$
        """
    private static let writable = """
        SET default_transaction_read_only = off;
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$
        """

    /// As after a failover that left the session where it was.
    @Test func aSessionWhoseServerTakesNoWritesIsReplacedAndNoAttemptCounted() async throws {
        try await Database.with("CREATE TABLE lead (id int)") { database in
            let other = database.session(), session = database.session()
            try await other.execute(unchecked: Self.readOnly)
            let error = try await failure {
                try await session.transaction { tx in _ = try tx.execute("INSERT INTO lead VALUES (1)") }
            }
            #expect(error.sqlState == "25006" && error.isUnavailable)
            try await other.execute(unchecked: Self.writable)
            try await session.transaction { tx in _ = try tx.execute("INSERT INTO lead VALUES (2)") }
            #expect(try await other.query("SELECT id FROM lead").values(as: Int.self) == [2])
        }
    }

    @Test func ofSeveralHostsTheOneThatTakesWritesIsAskedFor() async throws {
        try await Database.with { database in
            let other = database.session()
            try await other.execute(unchecked: Self.readOnly)
            var parts = try #require(URLComponents(string: database.config.url))
            let port = try #require(parts.port)
            parts.queryItems = [
                URLQueryItem(name: "host", value: "127.0.0.1,127.0.0.1"),
                URLQueryItem(name: "port", value: "\(port),\(port)"),
            ]
            var config = PostgresConfig(url: try #require(parts.string))
            config.connectTimeout = .seconds(60)
            let patient = PostgresSession(config)
            config.connectTimeout = .milliseconds(300)
            let session = PostgresSession(config)
            let error = try await failure { _ = try await session.query("SELECT 1") }
            #expect(error.code == .unreachable && error.isUnavailable)

            // Not with the session above: what it allows for a connection is too short on a busy machine.
            async let answer = patient.query("SELECT 1").count
            try await other.execute(unchecked: Self.writable)
            #expect(try await answer == 1)
        }
    }

    @Test func encryptionThatIsDemandedAndMissingIsRefused() async throws {
        try await Database.with { database in
            var config = database.config
            config.url += "?sslmode=verify-full"
            config.connectTimeout = .milliseconds(200)
            let error = try await failure { [config] in _ = try await PostgresSession(config).query("SELECT 1") }
            #expect(error.code == .unreachable)
        }
    }

    @Test func statementAndLockLimitsHold() async throws {
        try await Database.with("CREATE TABLE lead (id int); INSERT INTO lead VALUES (1)") { database in
            let slow = database.session { $0.statementTimeout = .milliseconds(50) }
            let timeout = try await failure { _ = try await slow.query("SELECT pg_sleep(20)") }
            #expect(timeout.sqlState == "57014" && !timeout.isUnavailable)
            let holder = database.session(), waiter = database.session { $0.lockTimeout = .milliseconds(50) }
            try await holder.execute(unchecked: "BEGIN; LOCK TABLE lead")
            let locked = try await failure { _ = try await waiter.query("SELECT * FROM lead") }
            #expect(locked.isLockNotAvailable)
            await holder.close()
        }
    }

    @Test func cancellationStopsTheRunningStatementAlone() async throws {
        try await Database.with { database in
            let session = database.session(), other = database.session()
            let task = Task { try await session.transaction { tx in _ = try tx.query("SELECT pg_sleep(20)") } }
            let isRunning = try await eventually {
                try await !other.query(
                    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
                ).isEmpty
            }
            #expect(isRunning)
            let start = ContinuousClock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(start.duration(to: .now) < .seconds(15))
            #expect(try await session.query("SELECT 1").count == 1)
        }
    }
}
