/// A statement with its binds, to be sent with others.
public struct PostgresStatement: Sendable {
    let sql: StaticString
    let binds: [(any PostgresBindable)?]

    public init(_ sql: StaticString, _ binds: (any PostgresBindable)?...) {
        self.sql = sql
        self.binds = binds
    }
}

extension PostgresSession {
    /// Runs statements in order in one round trip; after the first error none of the others is run.
    ///
    /// Outside a transaction they are one. Those new to the session are prepared together before, so none may need a
    /// table that another of them makes.
    /// - Returns: the rows of each.
    @discardableResult
    public func pipeline(_ statements: [PostgresStatement]) throws(PostgresError) -> [PostgresRows] {
        guard !statements.isEmpty else { return [] }
        let results = try retryingOnce("pipeline") { connection throws(PostgresError) in
            try connection.prepare(statements.map(\.sql))
            for statement in statements { try connection.send(statement.sql, statement.binds, "pipeline") }
            return try connection.roundTrip(keeping: statements.count)
        }
        return results.map(PostgresRows.init)
    }
}
