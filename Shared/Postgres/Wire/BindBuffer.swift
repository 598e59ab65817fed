/// The binds of one statement in the form that libpq takes them: pointers into one buffer, kept for reuse.
struct BindBuffer {
    private var writer = PostgresWriter()
    private var starts: [Int] = []  // -1 is NULL
    private var lengths: [Int32] = []
    private var formats: [Int32] = []  // 1 is binary

    mutating func fill(
        _ values: [(any PostgresBindable)?],
        types: [PostgresType]
    ) throws(PostgresError) {
        guard values.count == types.count else {
            let reason = "the statement has \(types.count) parameters, not \(values.count)"
            throw PostgresError(.binding, "bind", reason: reason)
        }
        clear()
        for index in values.indices {
            do {
                try append(values[index], as: types[index])
            } catch {
                var error = error
                error.reason = "parameter \(index + 1): \(error.reason ?? "")"
                throw error
            }
        }
    }

    private mutating func clear() {
        // A batch's capacity is kept, a giant's is not.
        writer.bytes.removeAll(keepingCapacity: writer.bytes.capacity <= 1 << 20)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
    }

    private mutating func append(
        _ value: (any PostgresBindable)?,
        as type: PostgresType
    ) throws(PostgresError) {
        guard let value, !value.isPostgresNull else {
            starts.append(-1)
            lengths.append(0)
            formats.append(1)
            return
        }
        let start = writer.bytes.count
        let isBinary = try value.writeBinary(into: &writer, as: type)
        if !isBinary {
            writer.bytes.removeLast(writer.bytes.count - start)
            let text = value.postgresText
            try refuseNul(in: text)
            writer.text(text)
        }
        guard let length = Int32(exactly: writer.bytes.count - start) else {
            throw PostgresError(.binding, "bind", reason: "exceeds 2 GiB")
        }
        if !isBinary { writer.bytes.append(0) }  // libpq reads text up to its NUL
        starts.append(start)
        lengths.append(length)
        formats.append(isBinary ? 1 : 0)
    }

    /// Calls `body` with count, values, lengths and formats as `PQsendQueryPrepared` takes them.
    func withPointers<T>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> T
    ) -> T {
        let count = starts.count
        return writer.bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: max(1, count)) { values in
                // An empty buffer has no address, and libpq takes a missing one for NULL.
                let base = bytes.baseAddress ?? UnsafeRawPointer(values.baseAddress)
                for index in 0..<count {
                    let start = starts[index]
                    values[index] = start < 0 ? nil : base.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
                }
                return body(Int32(count), UnsafePointer(values.baseAddress), lengths, formats)
            }
        }
    }
}
