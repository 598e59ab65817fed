import Threading

/// How a transaction sees others' changes (PostgreSQL's manual, "Transaction Isolation").
public enum Isolation: Sendable {
    case readCommitted
    case repeatableRead
    case serializable

    var begin: String {
        switch self {
        case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
        case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        }
    }
}

/// What a transaction was begun with, to begin it again on another connection.
struct TransactionStart {
    let isolation: Isolation
    let settings: [String: String]
    /// Whether a statement of it has succeeded, or waits to be sent.
    var hasWorked = false
}

extension PostgresSession {
    /// Runs `body` between BEGIN and COMMIT; whatever it throws rolls back and is thrown on. In a `Rehearsal` ROLLBACK
    /// stands for COMMIT, after the checks that a commit makes.
    ///
    /// BEGIN and the settings travel with the first statement. A cancelled task's running statement is stopped.
    /// - Parameter settings: as by `SET LOCAL`: they end with the transaction.
    /// - Throws: ``PostgresError``, what `body` throws, or `CancellationError`. After
    ///   ``PostgresError/Code/commitUnknown`` only the data can tell whether the commit happened.
    @discardableResult
    public func transaction<T: Sendable>(
        settings: [String: String] = [:],
        isolation: Isolation = .readCommitted,
        _ body: @Sendable (isolated PostgresSession) throws -> T
    ) async throws -> T {
        try Task.checkCancellation()
        let ticket = canceller.begin()
        return try await withTaskCancellationHandler {
            do {
                let value = try committed(TransactionStart(isolation: isolation, settings: settings), body)
                if canceller.end() { drop() }
                return value
            } catch {
                if canceller.end() { drop() }
                let isCancellation = Task.isCancelled && (error as? PostgresError)?.isQueryCancelled == true
                throw isCancellation ? CancellationError() : error
            }
        } onCancel: { [canceller] in
            canceller.cancel(ticket)
        }
    }

    /// Runs `body` so that its failure undoes only what it did itself.
    public func savepoint<T>(_ body: (isolated PostgresSession) throws -> T) throws -> T {
        guard transactionStart != nil else {
            throw PostgresError(.misuse, "savepoint", reason: "only within a transaction")
        }
        try control("SAVEPOINT filon", "savepoint")
        do {
            let value = try body(self)
            try control("RELEASE SAVEPOINT filon", "savepoint")
            return value
        } catch {
            try settle()
            try control("ROLLBACK TO SAVEPOINT filon", "savepoint")
            try control("RELEASE SAVEPOINT filon", "savepoint")
            throw error
        }
    }

    private func committed<T: Sendable>(
        _ start: TransactionStart,
        _ body: @Sendable (isolated PostgresSession) throws -> T
    ) throws -> T {
        let connection = try live("begin")
        connection.answerTimeout = start.settings["statement_timeout"] == nil ? config.answerTimeout : nil
        transactionStart = start
        do {
            try begin(start, on: connection)
            let value = try body(self)
            if Rehearsal.isOn { try rehearsed() } else { try commit() }
            transactionStart = nil
            return value
        } catch {
            rollback()
            transactionStart = nil
            heed(error)
            throw error
        }
    }

    private func begin(_ start: TransactionStart, on connection: Connection) throws(PostgresError) {
        do {
            try connection.begin(start)
        } catch {
            guard hasLostBegin(error) else { throw error }
            _ = try reopened()
        }
    }

    /// All that a commit would have checked, and then the end that leaves nothing.
    private func rehearsed() throws(PostgresError) {
        try control("SET CONSTRAINTS ALL IMMEDIATE", "rehearse")
        rollback()
    }

    /// Not `committed`'s connection: a stale plan may have replaced it.
    private func commit() throws(PostgresError) {
        let connection = try live("commit")
        canceller.close()
        do throws(PostgresError) {
            try connection.send(control: "COMMIT", "commit")
            let result = try connection.roundTrip(keeping: 1).last
            // The server answers ROLLBACK, without an error, to COMMIT in a transaction that had failed.
            guard result?.tag == "COMMIT" else {
                throw PostgresError(.rolledBack, "commit", reason: "an earlier error had been swallowed")
            }
            guard !connection.isUnreplicated else {
                throw PostgresError(.commitUnknown, "commit", reason: "its wait for the standby was cut off")
            }
        } catch {
            var error = error
            if error.code == .connectionLost || error.code == .timeout { error.code = .commitUnknown }
            throw error
        }
    }

    private func rollback() {
        guard let connection else { return }
        do {
            try settle()
            try connection.send(control: "ROLLBACK", "rollback")
            _ = try connection.roundTrip(keeping: 0)
        } catch {
            return drop()  // the server rolls back when the connection ends; the body's error is the one to report
        }
        if !connection.isIdle { drop() }
    }
}

extension PostgresSession {
    private func control(_ sql: String, _ operation: String) throws(PostgresError) {
        let connection = try live(operation)
        try connection.send(control: sql, operation)
        _ = try connection.roundTrip(keeping: 0)
    }

    /// Reads what is outstanding, so that an error in it does not swallow the statement that comes next.
    private func settle() throws(PostgresError) {
        guard let connection, connection.hasUnanswered else { return }
        do {
            _ = try connection.roundTrip(keeping: 0)
        } catch {
            if connection.isBroken { throw error }
        }
    }
}

extension Connection {
    /// Leaves with the first statement.
    func begin(_ start: TransactionStart) throws(PostgresError) {
        begun()
        try send(control: start.isolation.begin, "begin")
        guard !start.settings.isEmpty else { return }
        let settings = start.settings.sorted { $0.key < $1.key }
        try send(
            "SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS setting(name, value)",
            [settings.map(\.key), settings.map(\.value)],
            "begin"
        )
    }
}
