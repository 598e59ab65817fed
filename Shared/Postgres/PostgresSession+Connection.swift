import Glibc

/// The connection's life: opened when needed, replaced when lost.
extension PostgresSession {
    /// A connection that can take a statement now. Inside a transaction a lost one cannot be replaced.
    func live(_ operation: String) throws(PostgresError) -> Connection {
        guard !isClosed else { throw PostgresError(.closed, operation) }
        if transactionStart != nil {
            guard let connection, !connection.isBroken else { throw PostgresError(.connectionLost, operation) }
            return connection
        }
        if let connection, connection.isAlive() { return connection }
        drop()
        return try connect()
    }

    func drop() {
        canceller.attach(nil)
        connection = nil
    }

    /// Tries with growing pauses until the configured time is over. The pauses block this session's thread alone.
    private func connect() throws(PostgresError) -> Connection {
        let deadline = ContinuousClock.now + config.connectTimeout
        var backoff = Backoff()
        while true {
            do {
                let opened = try Connection.open(config, until: deadline)
                try opened.enterPipeline()
                canceller.attach(Canceller.Handle(opened.raw))
                connection = opened
                return opened
            } catch {
                let pause = backoff.next()
                let isOver = ContinuousClock.now + pause >= deadline || Task.isCancelled
                guard error.mayPassByItself, !isOver else { throw error }
                usleep(UInt32(pause.milliseconds * 1000))
            }
        }
    }

    /// Runs `work`, and once more on a fresh connection when the first was of no use: a prepared statement no longer
    /// fits the tables, or the server had hung up and nobody could tell before BEGIN got no answer.
    ///
    /// A changed schema makes many of a session's statements stale at once, so all are left behind. In a transaction
    /// that is possible only while nothing else has been done in it; afterwards the whole must run again.
    func retryingOnce<T>(
        _ operation: String,
        _ work: (Connection) throws(PostgresError) -> T
    ) throws(PostgresError) -> T {
        let value: T
        do {
            value = try work(try live(operation))
        } catch {
            heed(error)
            guard error.code == .stalePlan || hasLostBegin(error), transactionStart?.hasWorked != true else {
                throw error
            }
            value = try work(try reopened())
        }
        transactionStart?.hasWorked = true
        return value
    }

    /// A server that takes no writes was a primary once, or never: the next transaction looks for one that does.
    func heed(_ error: any Error) {
        if (error as? PostgresError)?.isReadOnly == true { connection?.markOutdated() }
    }

    func hasLostBegin(_ error: PostgresError) -> Bool {
        error.code == .connectionLost && transactionStart != nil && connection?.hasAnswered == false
    }

    func reopened() throws(PostgresError) -> Connection {
        drop()
        let connection = try connect()
        if let transactionStart { try connection.begin(transactionStart) }
        return connection
    }
}

extension PostgresError {
    /// Whether another attempt to connect can succeed without anybody's help: not with a wrong password or name.
    fileprivate var mayPassByItself: Bool {
        code == .unreachable && (sqlState.map(Self.meansUnavailable) ?? true)
    }
}
