import Glibc
import Threading

/// One session with the server on a thread of its own.
///
/// It connects with its first use and again after a loss, never in `init`. Inside ``transaction(settings:isolation:_:)``
/// everything is synchronous, so no other task's statement can slip in.
public actor PostgresSession {
    let config: PostgresConfig
    let canceller = Canceller()
    var connection: Connection?
    var transactionStart: TransactionStart?
    var isClosed = false
    private nonisolated let executor = ThreadExecutor(name: "postgres")

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    public init(_ config: PostgresConfig) {
        self.config = config
    }

    /// Not `isolated`: Swift 6.3 then fails in optimized builds of importing modules ("circular reference"). Nobody can
    /// be using the connection any more, and libpq lets any thread end it.
    deinit { executor.stop() }

    /// Ends the session; every later call throws ``PostgresError/Code/closed``.
    public func close() async {
        isClosed = true
        drop()
        executor.stop()
    }

    /// Whether a server answers, connecting if need be.
    public func ping() async -> Bool {
        (try? query("SELECT 1")) != nil
    }

    /// Runs one statement and returns its rows.
    ///
    /// `sql` is a literal: interpolating a value into it does not compile. Outside a transaction it commits by itself.
    @discardableResult
    public func query(
        _ sql: StaticString,
        _ binds: (any PostgresBindable)?...
    ) throws(PostgresError) -> PostgresRows {
        PostgresRows(try run(sql, binds, "query"))
    }

    /// Runs one statement and returns how many rows it affected.
    @discardableResult
    public func execute(_ sql: StaticString, _ binds: (any PostgresBindable)?...) throws(PostgresError) -> Int {
        try run(sql, binds, "execute").affected
    }

    /// Sends a statement with the next round trip, at the latest COMMIT's, where its error then surfaces.
    ///
    /// For writes whose outcome the transaction need not see. It takes no round trip of its own.
    public func enqueue(_ sql: StaticString, _ binds: (any PostgresBindable)?...) throws(PostgresError) {
        guard transactionStart != nil else {
            throw PostgresError(.misuse, "enqueue", reason: "only a transaction can wait for its statements")
        }
        let connection = try live("enqueue")
        transactionStart?.hasWorked = true  // another connection would not know of it
        try connection.send(sql, binds, "enqueue")
    }

    /// Runs text made at run time, of any number of statements: migrations and tests only.
    public func execute(unchecked sql: String) throws {
        try live("execute").run(text: sql)
        transactionStart?.hasWorked = true
    }

    private func run(
        _ sql: StaticString,
        _ binds: [(any PostgresBindable)?],
        _ operation: String
    ) throws(PostgresError) -> ResultHandle {
        let results = try retryingOnce(operation) { connection throws(PostgresError) in
            try connection.send(sql, binds, operation)
            return try connection.roundTrip(keeping: 1)
        }
        guard let result = results.last else { throw PostgresError(.connectionLost, operation) }
        return result
    }
}
