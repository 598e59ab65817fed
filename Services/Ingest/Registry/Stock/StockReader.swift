import CSV
import Glibc

/// The cells of one line of a stock file, where they stand in memory; good until the next line is read.
struct StockCells {
    /// Of no column.
    static let absent = -1

    fileprivate let base: UnsafePointer<UInt8>
    /// Where each cell ends; the next begins one byte further.
    fileprivate let ends: UnsafePointer<Int32>
    let count: Int

    /// The bytes of a cell, quotes taken away; none for ``absent`` and for a column that the line does not have.
    subscript(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        @inline(__always) get {
            guard column >= 0, column < count else { return UnsafeBufferPointer(start: nil, count: 0) }
            let begin = column == 0 ? 0 : Int(ends[column - 1]) + 1
            return UnsafeBufferPointer(start: base + begin, count: Int(ends[column]) - begin)
        }
    }
}

/// Cuts a stock file into lines and cells as its pieces arrive, without copying: commas, quotes doubled inside quotes
/// (RFC 4180), lines ended by LF or CRLF.
///
/// A record is one line, as INSEE writes them, so that damage costs the line it is on and no other. Memory is bounded by
/// ``lineBytesMax`` and ``columnsMax``, whatever arrives.
final class StockReader {
    static let lineBytesMax = 64 << 10
    static let columnsMax = 256

    enum Line {
        case cells(StockCells)
        case blank
        case faulty(StockFault)
    }

    /// Lines begun so far; the header is 1.
    private(set) var lines = 0
    /// The beginning of a line whose end has not arrived.
    private var rest: [UInt8] = []
    private var isSkipping = false
    private let ends = UnsafeMutablePointer<Int32>.allocate(capacity: StockReader.columnsMax)
    private let unquoted = UnsafeMutablePointer<UInt8>.allocate(capacity: StockReader.lineBytesMax)

    init() {
        rest.reserveCapacity(4096)
    }

    deinit {
        ends.deallocate()
        unquoted.deallocate()
    }

    /// Hands each line that ends in `piece` to `take`, with its number.
    func feed(_ piece: UnsafeRawBufferPointer, _ take: (Line, Int) throws -> Void) throws {
        guard var start = piece.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var left = piece.count
        while left > 0 {
            guard let found = memchr(start, Int32(CSVReader.lineFeed), left) else { return keep(start, left) }
            let length = start.distance(to: found.assumingMemoryBound(to: UInt8.self))
            try end(start, length, take)
            start += length + 1
            left -= length + 1
        }
    }

    /// The last line, if nothing ended it; false if there was none.
    func finish(_ take: (Line, Int) throws -> Void) throws -> Bool {
        guard !rest.isEmpty || isSkipping else { return false }
        lines += 1
        try rest.withUnsafeBufferPointer { kept in
            try take(isSkipping ? .faulty(.lineTooLong) : parse(kept.baseAddress, kept.count), lines)
        }
        rest.removeAll(keepingCapacity: true)
        return true
    }

    private func keep(_ start: UnsafePointer<UInt8>, _ count: Int) {
        guard !isSkipping else { return }
        if rest.count + count > Self.lineBytesMax {
            isSkipping = true
            rest.removeAll(keepingCapacity: true)
        } else {
            rest.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        }
    }

    private func end(_ start: UnsafePointer<UInt8>, _ length: Int, _ take: (Line, Int) throws -> Void) throws {
        lines += 1
        if !isSkipping, rest.isEmpty { return try take(parse(start, length), lines) }
        keep(start, length)
        defer {
            rest.removeAll(keepingCapacity: true)
            isSkipping = false
        }
        if isSkipping { return try take(.faulty(.lineTooLong), lines) }
        try rest.withUnsafeBufferPointer { whole in try take(parse(whole.baseAddress, whole.count), lines) }
    }

    private func parse(_ start: UnsafePointer<UInt8>?, _ length: Int) -> Line {
        guard let start, length > 0 else { return .blank }
        let count = start[length - 1] == CSVReader.carriageReturn ? length - 1 : length
        guard count > 0 else { return .blank }
        guard count <= Self.lineBytesMax else { return .faulty(.lineTooLong) }
        return memchr(start, Int32(CSVReader.quote), count) == nil ? split(start, count) : unquote(start, count)
    }

    private func split(_ start: UnsafePointer<UInt8>, _ count: Int) -> Line {
        var cells = 0
        var index = 0
        while index < count {
            if start[index] == CSVDialect.comma {
                guard cells < Self.columnsMax - 1 else { return .faulty(.columns) }
                ends[cells] = Int32(truncatingIfNeeded: index)
                cells += 1
            }
            index += 1
        }
        ends[cells] = Int32(truncatingIfNeeded: count)
        return .cells(StockCells(base: start, ends: ends, count: cells + 1))
    }

    /// The same where a value is quoted: the values go to a line of our own, one byte apart.
    private func unquote(_ start: UnsafePointer<UInt8>, _ count: Int) -> Line {
        var (cells, index, out) = (0, 0, 0)
        var isQuoted = false
        while index < count {
            let byte = start[index]
            if isQuoted {
                if byte == CSVReader.quote {
                    if index + 1 < count, start[index + 1] == CSVReader.quote {
                        unquoted[out] = byte
                        out += 1
                        index += 1
                    } else {
                        isQuoted = false
                    }
                } else {
                    unquoted[out] = byte
                    out += 1
                }
            } else if byte == CSVReader.quote, index == 0 || start[index - 1] == CSVDialect.comma {
                isQuoted = true
            } else {
                if byte == CSVDialect.comma {
                    guard cells < Self.columnsMax - 1 else { return .faulty(.columns) }
                    ends[cells] = Int32(truncatingIfNeeded: out)
                    cells += 1
                }
                unquoted[out] = byte
                out += 1
            }
            index += 1
        }
        guard !isQuoted else { return .faulty(.unclosedQuote) }
        ends[cells] = Int32(truncatingIfNeeded: out)
        return .cells(StockCells(base: unquoted, ends: ends, count: cells + 1))
    }
}
