/// A statement that the server works on; its rows come with ``PostgresSession/answer(to:)``, once.
public struct PostgresTicket: Sendable {
    fileprivate let number: Int
}

/// Work for the server while the caller does its own: for what goes through many rows in one transaction.
extension PostgresSession {
    /// Sends a statement, and what was enqueued before it, without waiting for its rows.
    public func ask(_ statement: PostgresStatement) throws(PostgresError) -> PostgresTicket {
        let connection = try working("ask")
        try connection.send(statement.sql, statement.binds, "ask")
        return PostgresTicket(number: try connection.askAhead())
    }

    /// Waits for the rows of what was asked; an error of anything sent before surfaces here, too.
    public func answer(to ticket: PostgresTicket) throws(PostgresError) -> PostgresRows {
        PostgresRows(try working("answer").answer(to: ticket.number))
    }

    /// Has the server start on what was enqueued; its errors surface as they would have.
    public func push() throws(PostgresError) {
        try working("push").flush()
    }

    private func working(_ operation: String) throws(PostgresError) -> Connection {
        guard transactionStart != nil else {
            throw PostgresError(.misuse, operation, reason: "only a transaction works ahead")
        }
        let connection = try live(operation)
        transactionStart?.hasWorked = true  // another connection would not know of it
        return connection
    }
}
