import CPostgres

/// Statements: prepared once for each connection, parameters and results in binary.
extension Connection {
    /// Text of our own, without parameters: BEGIN, COMMIT and their like.
    func send(control sql: String, _ operation: String) throws(PostgresError) {
        try sent(PQsendQueryParams(raw, sql, 0, nil, nil, nil, nil, 1), operation)
    }

    /// Sends with the next round trip. One that the server does not know yet is prepared first, which takes one.
    func send(
        _ sql: StaticString,
        _ values: [(any PostgresBindable)?],
        _ operation: String
    ) throws(PostgresError) {
        try prepare([sql])
        guard let statement = prepared[sql.utf8Start] else {
            throw PostgresError(.misuse, operation, reason: "the statement was not prepared")
        }
        do {
            try binds.fill(values, types: statement.types)
        } catch {
            var error = error
            error.statement = "\(sql)"
            throw error
        }
        let status = binds.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(raw, statement.name, count, values, lengths, formats, 1)
        }
        try sent(status, operation, sql)
    }

    /// Prepares those not yet known, in one round trip. The cache is bounded by the program's literals.
    func prepare(_ statements: [StaticString]) throws(PostgresError) {
        var new: [(StaticString, String)] = []
        for sql in statements {
            guard sql.hasPointerRepresentation else {
                throw PostgresError(.misuse, "prepare", reason: "a statement of one character")
            }
            let isNew = prepared[sql.utf8Start] == nil && !new.contains { $0.0.utf8Start == sql.utf8Start }
            if isNew { new.append((sql, "f\(prepared.count + new.count)")) }
        }
        guard !new.isEmpty else { return }
        for (sql, name) in new {
            let status = sql.utf8Start.withMemoryRebound(to: CChar.self, capacity: sql.utf8CodeUnitCount + 1) {
                PQsendPrepare(raw, name, $0, 0, nil)
            }
            try sent(status, "prepare", sql)
            try sent(PQsendDescribePrepared(raw, name), "prepare", sql)
        }
        let results = try roundTrip(keeping: new.count * 2)
        for (index, (sql, name)) in new.enumerated() {
            prepared[sql.utf8Start] = Prepared(name: name, types: results[index * 2 + 1].parameterTypes)
        }
    }
}

extension ResultHandle {
    /// Of a described statement.
    var parameterTypes: [PostgresType] {
        (0..<PQnparams(raw)).map { PostgresType(PQparamtype(raw, $0)) }
    }
}
