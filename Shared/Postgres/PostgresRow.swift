import CPostgres

/// One row, decoded by position.
public struct PostgresRow: Sendable {
    let result: ResultHandle
    let index: Int

    /// Reads all columns, in order: `let (id, name) = try row.decode(UUID.self, String?.self)`.
    ///
    /// - Throws: ``PostgresError/Code/decoding`` when a type or the number of columns does not fit, or at a NULL
    ///   where the type is not optional.
    public func decode<each T: PostgresDecodable>(
        _ types: repeat (each T).Type
    ) throws(PostgresError) -> (repeat each T) {
        var wanted = 0
        for _ in repeat each types { wanted += 1 }
        try check(wanted)
        var column = -1
        func next<V: PostgresDecodable>(_ type: V.Type) throws(PostgresError) -> V {
            column += 1
            return try value(column, as: type)
        }
        return (repeat try next((each T).self))
    }

    /// Reads the only column.
    public func decode<T: PostgresDecodable>(_ type: T.Type) throws(PostgresError) -> T {
        try check(1)
        return try value(0, as: type)
    }

    /// Reads one column; the first is 0.
    public func value<T: PostgresDecodable>(_ column: Int, as type: T.Type = T.self) throws(PostgresError) -> T {
        guard (0..<result.columnCount).contains(column), (0..<result.rowCount).contains(index) else {
            throw PostgresError(.decoding, "decode", reason: "no column \(column) in this row")
        }
        do {
            return try T.decode(cell(column))
        } catch {
            throw named(error, column)
        }
    }

    private func check(_ wanted: Int) throws(PostgresError) {
        guard wanted == result.columnCount else {
            let reason = "\(wanted) columns wanted, the row has \(result.columnCount)"
            throw PostgresError(.decoding, "decode", reason: reason)
        }
    }

    private func cell(_ column: Int) -> PostgresCell {
        let (row, column) = (Int32(index), Int32(column))
        let type = PostgresType(PQftype(result.raw, column))
        guard PQgetisnull(result.raw, row, column) == 0, let value = PQgetvalue(result.raw, row, column) else {
            return PostgresCell(bytes: nil, type: type, owner: result)
        }
        let bytes = UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result.raw, row, column)))
        return PostgresCell(bytes: bytes, type: type, owner: result)
    }

    private func named(_ error: PostgresError, _ column: Int) -> PostgresError {
        var error = error
        error.column = PQfname(result.raw, Int32(column)).map { String(cString: $0) }
        return error
    }
}
