/// One-dimensional arrays, of `T` or `T?`.
extension Array: PostgresBindable where Element: PostgresBindable {
    public var postgresText: String { Element.postgresText(array: self) }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        try Element.writeBinary(array: self, into: &writer, as: type)
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> [Element] {
        try Element.decode(array: cell)
    }
}

extension PostgresBindable {
    /// The form of array_send: dimensions, null flag, element type, length, lower bound, elements.
    public static func writeBinary(
        array: [Self],
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard let element = type.element, let count = Int32(exactly: array.count) else { return false }
        writer.integer(Int32(array.isEmpty ? 0 : 1))
        let nullFlag = writer.bytes.count
        writer.integer(Int32(0))
        writer.integer(element.rawValue)
        guard count > 0 else { return true }
        writer.integer(count)
        writer.integer(Int32(1))
        for value in array {
            guard !value.isPostgresNull else {
                writer.overwrite(1, at: nullFlag)
                writer.integer(Int32(-1))
                continue
            }
            let written = try writer.measured { writer throws(PostgresError) in
                try value.writeBinary(into: &writer, as: element)
            }
            guard written else { return false }
        }
        return true
    }

    public static func postgresText(array: [Self]) -> String {
        var text = "{"
        for value in array {
            if text.utf8.count > 1 { text += "," }
            guard !value.isPostgresNull else {
                text += "NULL"
                continue
            }
            text += "\""
            for character in value.postgresText.unicodeScalars {
                if character == "\"" || character == "\\" { text += "\\" }
                text.unicodeScalars.append(character)
            }
            text += "\""
        }
        return text + "}"
    }
}

extension PostgresDecodable {
    public static func decode(array cell: PostgresCell) throws(PostgresError) -> [Self] {
        var reader = ArrayReader(rest: try cell.required(), cell: cell)
        let dimensions = try reader.integer()
        _ = try reader.integer()  // whether there are nulls: each element says so itself
        let type = PostgresType(UInt32(bitPattern: try reader.integer()))
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else { throw cell.mismatch("an array of one dimension") }
        let count = try reader.integer()
        _ = try reader.integer()  // the lower bound
        // Each element takes four bytes at least, so the count cannot ask for more memory than the server sent.
        guard count >= 0, Int(count) <= reader.rest.count / 4 else { throw cell.mismatch("an array") }
        var values: [Self] = []
        values.reserveCapacity(Int(count))
        for _ in 0..<count { values.append(try decode(reader.element(of: type))) }
        return values
    }
}

private struct ArrayReader {
    var rest: UnsafeRawBufferPointer
    let cell: PostgresCell

    mutating func integer() throws(PostgresError) -> Int32 {
        Int32(bigEndian: try take(4).loadUnaligned(as: Int32.self))
    }

    mutating func element(of type: PostgresType) throws(PostgresError) -> PostgresCell {
        let length = try integer()
        return PostgresCell(bytes: length < 0 ? nil : try take(Int(length)), type: type, owner: cell.owner)
    }

    private mutating func take(_ count: Int) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard rest.count >= count else { throw cell.mismatch("an array") }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }
}
