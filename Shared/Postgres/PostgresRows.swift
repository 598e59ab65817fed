import CPostgres

/// A statement's rows, read from libpq's own memory when they are decoded.
public struct PostgresRows: RandomAccessCollection, Sendable {
    let result: ResultHandle
    public let startIndex = 0
    public let endIndex: Int

    init(_ result: ResultHandle) {
        self.result = result
        endIndex = result.rowCount
    }

    public subscript(position: Int) -> PostgresRow {
        PostgresRow(result: result, index: position)
    }

    /// Rows inserted, changed, deleted or selected.
    public var affected: Int { result.affected }

    /// The columns' names, in order.
    public var columns: [String] {
        (0..<result.columnCount).map { PQfname(result.raw, Int32($0)).map { String(cString: $0) } ?? "" }
    }

    /// Every row read as one type, for statements of one column.
    public func values<T: PostgresDecodable>(as type: T.Type = T.self) throws(PostgresError) -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        for row in self { values.append(try row.decode(T.self)) }
        return values
    }
}
