/// What went wrong in a call to the database.
///
/// `description` never holds a value, so that it may be logged. `String(reflecting:)` adds the server's primary
/// message, which can quote a value: for a developer's eyes only. Neither holds binds or the server's DETAIL.
public struct PostgresError: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        /// No server could be reached, or it refused the login.
        case unreachable
        /// The session broke during the call; what it did is rolled back.
        case connectionLost
        /// The session broke while COMMIT was under way: only the data can tell whether it happened.
        case commitUnknown
        /// The server refused the statement; see `sqlState`.
        case statement
        /// A prepared statement no longer fits the tables after a change of schema; running again helps.
        case stalePlan
        /// A bind does not fit its parameter.
        case binding
        /// A column does not fit the type asked for.
        case decoding
        /// The server did not answer within the statement's limit and its grace.
        case timeout
        /// The session or pool was closed.
        case closed
        /// No session became free in time, or too many callers were waiting.
        case poolExhausted
        /// The transaction could not commit, because an error in it had been swallowed.
        case rolledBack
        /// The configuration is no connection string.
        case configuration
        /// The call makes no sense here, for example COPY as a query.
        case misuse
    }

    public var code: Code
    /// Five characters, PostgreSQL's appendix A.
    public var sqlState: String?
    public var constraint: String?
    public var table: String?
    public var column: String?
    /// What was being done: `query`, `commit`, `copy`…
    public var operation: String
    /// What our own code has to say; never a value.
    public var reason: String?
    /// The server's primary message; may quote a value.
    var message: String?
    /// The statement's text: a literal of the program.
    var statement: String?

    init(
        _ code: Code,
        _ operation: String,
        reason: String? = nil,
        sqlState: String? = nil,
        message: String? = nil
    ) {
        self.code = code
        self.operation = operation
        self.reason = reason
        self.sqlState = sqlState
        self.message = message
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        var text = "PostgreSQL \(operation): \(code.rawValue)"
        if let sqlState { text += " \(sqlState)" }
        if let constraint { text += ", constraint \(constraint)" }
        if let table { text += ", table \(table)" }
        if let column { text += ", column \(column)" }
        if let reason { text += ", \(reason)" }
        return text
    }

    public var debugDescription: String {
        var text = description
        if let message { text += "; \(message)" }
        if let statement { text += "; in: \(statement)" }
        return text
    }
}
