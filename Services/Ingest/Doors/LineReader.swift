import CSV

/// Lines of text from pieces as they arrive; a line over the limit is a fault and the rest is read.
struct LineReader {
    struct Line: Sendable {
        /// The first is 1.
        var number: Int
        var bytes: [UInt8]
        var fault: RowFault?

        init(number: Int, bytes: [UInt8], fault: RowFault? = nil) {
            self.number = number
            self.bytes = bytes
            self.fault = fault
        }
    }

    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var number = 1
    private var isSkipping = false
    private var isAtEnd = false

    mutating func feed(_ piece: some Sequence<UInt8>) {
        buffer.removeSubrange(..<start)
        scanned -= start
        start = 0
        buffer.append(contentsOf: piece)
    }

    mutating func finish() { isAtEnd = true }

    /// The next line that is not blank, or nil until more is fed.
    mutating func next() -> Line? {
        while true {
            guard let end = buffer[scanned...].firstIndex(of: CSVReader.lineFeed) else { return rest() }
            let line = take(end)
            start = end + 1
            scanned = start
            number += 1
            if let line { return line }
        }
    }

    private mutating func rest() -> Line? {
        scanned = buffer.count
        if isSkipping || buffer.count - start > CSVReader.recordBytesMax {
            isSkipping = true
            start = buffer.count
            guard isAtEnd else { return nil }
        }
        guard isAtEnd, isSkipping || start < buffer.count else { return nil }
        let line = take(buffer.count)
        start = buffer.count
        return line
    }

    private mutating func take(_ end: Int) -> Line? {
        if isSkipping || end - start > CSVReader.recordBytesMax {
            isSkipping = false
            return Line(number: number, bytes: [], fault: .lineTooLong)
        }
        let bytes = buffer[start..<end]
        guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
        return Line(number: number, bytes: Array(bytes))
    }
}
