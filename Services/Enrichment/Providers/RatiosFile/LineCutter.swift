/// Cuts a file into lines as its pieces arrive: one record is one line, ended by LF or CRLF, so that damage costs the
/// line it is on and no other. Memory is bounded by ``longest``, whatever arrives.
struct LineCutter {
    static let longest = 64 << 10

    enum Line {
        case text(ArraySlice<UInt8>)
        case tooLong
    }

    /// Lines ended so far; the header is 1.
    private(set) var lines = 0
    /// The beginning of a line whose end has not arrived.
    private var rest: [UInt8] = []
    private var isTooLong = false

    /// Hands each line that ends in `piece` to `take`, with its number; blank ones are counted and left out.
    mutating func feed(_ piece: [UInt8], _ take: (Line, Int) throws -> Void) rethrows {
        var start = 0
        while let end = piece[start...].firstIndex(of: 0x0A) {
            if rest.isEmpty, !isTooLong {
                try hand(piece[start..<end], take)
            } else {
                keep(piece[start..<end])
                try handRest(take)
            }
            start = end + 1
        }
        keep(piece[start...])
    }

    /// The last line, if nothing ended it; false if there was none.
    mutating func finish(_ take: (Line, Int) throws -> Void) rethrows -> Bool {
        guard !rest.isEmpty || isTooLong else { return false }
        try handRest(take)
        return true
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        if rest.count + part.count > Self.longest {
            isTooLong = true
            rest.removeAll(keepingCapacity: true)
        } else {
            rest.append(contentsOf: part)
        }
    }

    private mutating func handRest(_ take: (Line, Int) throws -> Void) rethrows {
        let (line, wasTooLong) = (rest, isTooLong)
        rest.removeAll(keepingCapacity: true)
        isTooLong = false
        if wasTooLong {
            lines += 1
            try take(.tooLong, lines)
        } else {
            try hand(line[...], take)
        }
    }

    private mutating func hand(_ line: ArraySlice<UInt8>, _ take: (Line, Int) throws -> Void) rethrows {
        lines += 1
        let text = line.last == 0x0D ? line.dropLast() : line
        guard !text.isEmpty else { return }
        try take(text.count > Self.longest ? .tooLong : .text(text), lines)
    }
}

/// Cuts a line into cells, quotes doubled inside quotes (RFC 4180).
enum CellCutter {
    static let most = 256
    private static let quote: UInt8 = 0x22

    /// - Returns: false where a quote stays open, or where there are more than ``most`` cells.
    static func cut(_ line: ArraySlice<UInt8>, at separator: UInt8, into cells: inout [ArraySlice<UInt8>]) -> Bool {
        cells.removeAll(keepingCapacity: true)
        var start = line.startIndex
        while cells.count < most {
            if start < line.endIndex, line[start] == quote {
                guard let (cell, next) = quoted(line, from: start, separator) else { return false }
                cells.append(cell)
                guard let next else { return true }
                start = next
            } else {
                guard let end = line[start...].firstIndex(of: separator) else {
                    cells.append(line[start...])
                    return true
                }
                cells.append(line[start..<end])
                start = end + 1
            }
        }
        return false
    }

    /// A quoted cell, and where the next one begins; nil where its quote stays open or something follows it.
    private static func quoted(
        _ line: ArraySlice<UInt8>,
        from start: Int,
        _ separator: UInt8
    ) -> (cell: ArraySlice<UInt8>, next: Int?)? {
        var cell: [UInt8] = []
        var index = start + 1
        while let end = line[index...].firstIndex(of: quote) {
            cell.append(contentsOf: line[index..<end])
            index = end + 1
            guard index < line.endIndex else { return (cell[...], nil) }
            if line[index] == separator { return (cell[...], index + 1) }
            guard line[index] == quote else { return nil }
            cell.append(quote)
            index += 1
        }
        return nil
    }
}
