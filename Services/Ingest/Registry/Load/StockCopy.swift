import Foundation
import FrenchBusiness
import NIOCore
import Postgres

/// What was read of a stock file.
struct StockCount: Sendable {
    /// Without the header and blank lines.
    var lines = 0
    var stored = 0
    /// Establishments that are no head office.
    var passedOver = 0
    var tally = StockTally()
}

/// Reads a stock file from its pieces into rows to copy. Runs on the session's thread.
final class StockCopy {
    private static let pieceBytes = 128 << 10

    private let kind: RegistryKind
    private let reader = StockReader()
    private var columns: StockColumns?
    private var row: (any StockRow)?
    private(set) var rows = CopyRows()
    private(set) var count = StockCount()
    private var bytes = 0
    private var lastIsWhole = true

    init(_ kind: RegistryKind) {
        self.kind = kind
    }

    /// Reads until the pieces end and writes the rows on the way.
    /// - Throws: ``FileFault`` when the file is not the one it should be, or ends in the middle of a line.
    func run(_ pieces: Handoff<ByteBuffer>, into writer: inout CopyWriter) throws {
        while let waiting = try pieces.take() {
            for piece in waiting {
                try piece.withUnsafeReadableBytes { bytes in try read(bytes) }
                if rows.bytes.count >= Self.pieceBytes { try flush(into: &writer) }
            }
        }
        try finish()
        try flush(into: &writer)
    }

    func read(_ piece: UnsafeRawBufferPointer) throws {
        if bytes == 0, Self.isArchive(piece) { throw FileFault.archive }
        bytes += piece.count
        try reader.feed(piece) { line, number in try take(line, number) }
    }

    func finish() throws {
        guard bytes > 0 else { throw FileFault.empty }
        lastIsWhole = true
        let hadRest = try reader.finish { line, number in
            if columns != nil, case .faulty = line { lastIsWhole = false }
            if let columns, case .cells(let cells) = line, cells.count != columns.count { lastIsWhole = false }
            if lastIsWhole { try take(line, number) }
        }
        if hadRest, !lastIsWhole { throw FileFault.truncated(line: reader.lines) }
        guard columns != nil, count.lines > 0 else { throw FileFault.empty }
    }

    private func flush(into writer: inout CopyWriter) throws {
        guard !rows.isEmpty else { return }
        try writer.write(rows.bytes)
        rows.clear()
    }

    private func take(_ line: StockReader.Line, _ number: Int) throws {
        guard let columns, let row else { return try takeHeader(line) }
        switch line {
        case .blank: break
        case .faulty(let fault):
            count.lines += 1
            count.tally.note(fault, line: number)
        case .cells(let cells):
            count.lines += 1
            guard cells.count == columns.count else { return count.tally.note(.columns, line: number) }
            switch row.write(cells, line: number, into: &rows, &count.tally) {
            case .stored: count.stored += 1
            case .passedOver: count.passedOver += 1
            case .refused: break
            }
        }
    }

    private func takeHeader(_ line: StockReader.Line) throws {
        switch line {
        case .blank: return
        case .faulty(let fault): throw FileFault("unknown_header", "En-tête\u{202F}: \(fault.message).", line: 1)
        case .cells(let cells):
            let columns = try StockColumns(header: cells, kind: kind)
            self.columns = columns
            switch kind {
            case .units: row = UnitRow(columns)
            case .establishments: row = PlaceRow(columns)
            }
        }
    }

    /// ZIP (as INSEE publishes it), gzip, Parquet.
    private static func isArchive(_ head: UnsafeRawBufferPointer) -> Bool {
        head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x1F, 0x8B]) || head.starts(with: "PAR1".utf8)
    }
}

extension FileFault {
    static let archive = FileFault(
        "not_text",
        "Le fichier est une archive. Décompressez-le en le passant\u{202F}: unzip -p FICHIER.zip | filon import sirene -"
    )
    static let nothingStored = FileFault(
        "nothing_stored",
        "Aucune ligne du fichier n’a pu être reprise\u{202F}: l’univers reste celui d’avant."
    )

    static func truncated(line: Int) -> FileFault {
        FileFault(
            "truncated",
            "Le fichier s’arrête au milieu de la ligne \(line)\u{202F}: il est incomplet. L’univers reste celui d’avant.",
            line: line
        )
    }

    static func tooFew(_ found: Int, of before: Int) -> FileFault {
        FileFault(
            "too_few",
            "Le fichier compte \(found) lignes, l’univers \(before)\u{202F}: il semble incomplet. S’il ne l’est pas, "
                + "ajoutez --allow-smaller."
        )
    }
}
