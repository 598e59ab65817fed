import CPostgres

/// The simple protocol, which alone knows COPY and several statements in one text; it excludes pipeline mode.
extension Connection {
    func enterPipeline() throws(PostgresError) {
        guard PQenterPipelineMode(raw) == 1 else { throw lost("pipeline") }
    }

    /// Settles what was sent, leaves pipeline mode for `body` and enters it again.
    func outsidePipeline<T>(
        _ operation: String,
        _ body: () throws -> T
    ) throws -> T {
        if hasUnanswered { _ = try roundTrip(keeping: 0) }
        guard PQexitPipelineMode(raw) == 1 else { throw lost(operation) }
        defer { if PQenterPipelineMode(raw) != 1 { markBroken() } }
        return try body()
    }

    /// Runs text with any number of statements; their rows are dropped.
    func run(text: String) throws {
        try outsidePipeline("execute") {
            guard PQsendQuery(raw, text) == 1 else { throw lost("execute") }
            try flush()
            try finish("execute")
        }
    }

    /// Reads the remaining results and throws the first error among them.
    /// - Returns: the rows that the last one affected.
    @discardableResult
    func finish(_ operation: String, statement: StaticString? = nil) throws(PostgresError) -> Int {
        var failure: PostgresError?
        var affected = 0
        while let result = try nextResult(operation) {
            affected = result.affected
            if result.failed, failure == nil { failure = result.error(operation, statement: statement) }
            guard ![PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(result.status) else {
                markBroken()
                throw PostgresError(.misuse, operation, reason: "COPY goes through copyIn and copyOut")
            }
            if PQstatus(raw) != CONNECTION_OK { break }
        }
        if PQstatus(raw) != CONNECTION_OK {
            markBroken()
            failure?.code = .connectionLost
        }
        if let failure { throw failure }
        return affected
    }
}
