import CPostgres

/// Owns one `PGresult`, freed with the last reference.
// Unchecked because libpq never changes a finished result, and any thread may read or free it.
final class ResultHandle: @unchecked Sendable {
    let raw: OpaquePointer

    init(adopting raw: OpaquePointer) {
        self.raw = raw
    }

    deinit { PQclear(raw) }

    var status: ExecStatusType { PQresultStatus(raw) }
    var rowCount: Int { Int(PQntuples(raw)) }
    var columnCount: Int { Int(PQnfields(raw)) }
    /// Rows inserted, changed, deleted or selected.
    var affected: Int { PQcmdTuples(raw).flatMap { Int(String(cString: $0)) } ?? 0 }
    /// The command tag, such as `COMMIT`.
    var tag: String { PQcmdStatus(raw).map { String(cString: $0) } ?? "" }

    var failed: Bool { status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE }

    func field(_ code: UnicodeScalar) -> String? {
        PQresultErrorField(raw, Int32(code.value)).map { String(cString: $0) }
    }

    /// The failure as our error; the fields' letters are the protocol's ("Error and Notice Message Fields").
    func error(_ operation: String, statement: StaticString? = nil) -> PostgresError {
        let state = field("C")
        // Without a state the message is libpq's own, about the connection.
        var error = PostgresError(state.map(code) ?? .connectionLost, operation, sqlState: state, message: field("M"))
        error.constraint = field("n")
        error.table = field("t")
        error.column = field("c")
        error.statement = statement.map { "\($0)" }
        return error
    }

    private func code(of state: String) -> PostgresError.Code {
        if PostgresError.endsSession(state) { return .connectionLost }
        // The routine tells "cached plan must not change result type" from other 0A000, in every language.
        let isStale = (state == "0A000" && field("R") == "RevalidateCachedQuery") || state == "26000"
        return isStale ? .stalePlan : .statement
    }
}
