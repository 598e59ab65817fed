/// Reads CSV (RFC 4180, any line end, any delimiter) from pieces of a file as they arrive, byte by byte and without
/// making a string. Memory stays bounded: a record is at most ``recordBytesMax`` long, a longer one becomes a fault and
/// the rest of the file is read.
///
/// A quote that is never closed would swallow good lines up to the limit. Then the first line alone is at fault and
/// reading goes on after it; how often is bounded, since every such line is read twice.
public struct CSVReader {
    public static let recordBytesMax = 1 << 20
    public static let quote = UInt8(ascii: "\"")
    public static let lineFeed = UInt8(ascii: "\n")
    public static let carriageReturn = UInt8(ascii: "\r")
    private static let rewindsMax = 64

    public let dialect: CSVDialect
    private var buffer: [UInt8] = []
    /// Where the next record begins in `buffer`.
    private var start = 0
    /// Where the search for its end goes on, and whether that is inside quotes.
    private var scanned = 0
    private var isQuoted = false
    /// Where a quote just closed: another one there is a quote of the text.
    private var closedAt = -1
    private var line = 1
    private var isSkipping = false
    private var rewinds = 0
    private var isAtEnd = false

    public init(_ dialect: CSVDialect) {
        self.dialect = dialect
    }

    public mutating func feed(_ piece: some Sequence<UInt8>) {
        if start > 0 {
            buffer.removeSubrange(..<start)
            scanned -= start
            closedAt -= start
            start = 0
        }
        buffer.append(contentsOf: piece)
    }

    /// No more pieces come: what is left is the last record.
    public mutating func finish() { isAtEnd = true }

    /// The next whole record, or nil until more is fed.
    public mutating func next() -> CSVRecord? {
        if isSkipping, !skipLine() { return nil }
        guard let end = findEnd() else { return incomplete() }
        let record = buffer[start..<end].withUnsafeBufferPointer { RecordParser.record($0, dialect, line: line) }
        advance(over: end)
        return record
    }

    /// Index of the line end that ends the record; nil if it has not arrived. A quote opens only where a value begins.
    private mutating func findEnd() -> Int? {
        var index = scanned
        var quoted = isQuoted
        var closed = closedAt
        let (start, delimiter) = (start, dialect.delimiter)
        let limit = min(buffer.count, start + Self.recordBytesMax + 1)
        let found = buffer.withUnsafeBufferPointer { bytes -> Int? in
            while index < limit {
                let byte = bytes[index]
                if byte == Self.quote {
                    if quoted {
                        quoted = false
                        closed = index
                    } else if index == start || bytes[index - 1] == delimiter || closed == index - 1 {
                        quoted = true
                    }
                } else if !quoted, byte == Self.lineFeed || byte == Self.carriageReturn {
                    return index
                }
                index += 1
            }
            return nil
        }
        scanned = index
        isQuoted = quoted
        closedAt = closed
        // A carriage return at the very end may have its line feed still to come.
        if let found, found + 1 == buffer.count, buffer[found] == Self.carriageReturn, !isAtEnd { return nil }
        return found
    }

    private mutating func incomplete() -> CSVRecord? {
        if buffer.count - start > Self.recordBytesMax, scanned - start > Self.recordBytesMax { return tooLong() }
        guard isAtEnd, start < buffer.count else { return nil }
        if isQuoted { return unclosed() }
        let record = buffer[start...].withUnsafeBufferPointer { RecordParser.record($0, dialect, line: line) }
        start = buffer.count
        scanned = start
        return record
    }

    private mutating func tooLong() -> CSVRecord {
        if isQuoted, let record = rewind() { return record }
        let record = CSVRecord(line: line, fault: .lineTooLong)
        line += lineEnds(in: start..<scanned)
        start = scanned
        isSkipping = true
        isQuoted = false
        return record
    }

    private mutating func unclosed() -> CSVRecord {
        if let record = rewind() { return record }
        let record = CSVRecord(line: line, fault: .unclosedQuote)
        start = buffer.count
        scanned = start
        isQuoted = false
        return record
    }

    /// Gives up the first line of a record whose quote never closes; nil if it has one line only.
    private mutating func rewind() -> CSVRecord? {
        guard rewinds < Self.rewindsMax,
            let end = buffer[start..<scanned].firstIndex(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn })
        else { return nil }
        rewinds += 1
        let record = CSVRecord(line: line, fault: .unclosedQuote)
        advance(over: end)
        return record
    }

    /// Drops what is left of a line that was too long; false until its end arrives.
    private mutating func skipLine() -> Bool {
        guard let end = buffer[start...].firstIndex(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn }) else {
            start = buffer.count
            scanned = start
            return false
        }
        if buffer[end] == Self.carriageReturn, end + 1 == buffer.count, !isAtEnd {
            start = end
            scanned = end
            return false
        }
        isSkipping = false
        start = end
        advance(over: end)
        return true
    }

    private mutating func advance(over end: Int) {
        line += lineEnds(in: start..<end) + 1
        start = end + 1
        if buffer[end] == Self.carriageReturn, start < buffer.count, buffer[start] == Self.lineFeed { start += 1 }
        scanned = start
        isQuoted = false
        closedAt = -1
    }

    private func lineEnds(in range: Range<Int>) -> Int {
        buffer[range].withUnsafeBufferPointer { bytes in
            var count = 0
            var previous: UInt8 = 0
            for byte in bytes {
                if byte == Self.carriageReturn || (byte == Self.lineFeed && previous != Self.carriageReturn) {
                    count += 1
                }
                previous = byte
            }
            return count
        }
    }
}
