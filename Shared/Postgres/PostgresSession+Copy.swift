/// COPY, in both directions as a stream of bounded pieces.
extension PostgresSession {
    /// Runs `COPY … FROM STDIN` and sends the rows that `write` hands to the writer.
    ///
    /// What `write` throws ends the COPY without a row stored, and is thrown on.
    /// - Returns: the number of rows stored.
    @discardableResult
    public func copyIn(_ sql: StaticString, _ write: (inout CopyWriter) throws -> Void) throws -> Int {
        let connection = try live("copy")
        transactionStart?.hasWorked = true
        return try connection.outsidePipeline("copy") {
            try connection.startCopyIn(sql)
            var writer = CopyWriter(connection: connection)
            do {
                try write(&writer)
                try writer.flush()
            } catch {
                try connection.abandonCopyIn(sql)
                throw error
            }
            return try connection.endCopyIn(sql)
        }
    }

    /// The same with bytes in the statement's format, which need not end where a row does.
    /// - Parameter chunk: the next bytes, or nil at the end.
    @discardableResult
    public func copyIn(_ sql: StaticString, chunk: () throws -> [UInt8]?) throws -> Int {
        try copyIn(sql) { writer in
            while let bytes = try chunk() { try writer.write(bytes) }
        }
    }

    /// Runs `COPY … TO STDOUT` and hands each row to `read`, in the statement's format with its line end.
    ///
    /// What `read` throws stops the COPY and is thrown on; the transaction around it has then failed.
    public func copyOut(_ sql: StaticString, _ read: ([UInt8]) throws -> Void) throws {
        let connection = try live("copy")
        transactionStart?.hasWorked = true
        try connection.outsidePipeline("copy") {
            try connection.startCopyOut(sql)
            do {
                while let row = try connection.copiedRow() { try read(row) }
            } catch {
                try connection.abandonCopyOut()
                throw error
            }
            try connection.finish("copy", statement: sql)
        }
    }
}
