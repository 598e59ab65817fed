import Contracts
import Foundation
import Postgres

/// One transaction's worth of an import: rows that wait are understood, taken in and settled. Whatever cuts it (an
/// error, a kill, a lost server) leaves them waiting, and the next worker goes on with them.
enum ImportChunk {
    enum Step: Equatable, Sendable {
        case idle
        /// how many rows were settled
        case worked(Int)
    }

    /// Text of a chunk's rows, so that long lines do not fill the memory.
    private static let bytesMax = 8 << 20
    /// A dry run stores nothing to recognise a repeated company by, so it looks at more rows at once; what repeats
    /// further apart is counted as made twice.
    private static let dryRunFactor = 20

    static func run(
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> (value: Step, events: [any Event]) {
        guard var batch = try ImportStore.next(in: tx) else { return (.idle, []) }
        let rows = batch.isDryRun ? limit * dryRunFactor : limit
        let waiting = try ImportRowStore.waiting(of: batch.id, limit: rows, bytes: bytesMax, in: tx)
        let (settled, events) = try take(waiting, of: batch, in: tx)
        for row in settled { batch.counts.add(row.outcome.result) }
        return (.worked(settled.count), events + (try close(batch, settled, in: tx)))
    }

    /// Refuses the row that cannot be worked at all, so that it holds up no other.
    static func refuseFirst(in tx: isolated PostgresSession) throws -> (value: Step, events: [any Event]) {
        guard var batch = try ImportStore.next(in: tx) else { return (.idle, []) }
        let waiting = try ImportRowStore.waiting(of: batch.id, limit: 1, bytes: bytesMax, in: tx)
        let settled = waiting.map { (line: $0.line, outcome: RowOutcome.refused(.unprocessable)) }
        for row in settled { batch.counts.add(row.outcome.result) }
        return (.worked(settled.count), try close(batch, settled, in: tx))
    }

    private static func take(
        _ waiting: [ImportRowStore.Waiting],
        of batch: ImportBatch,
        in tx: isolated PostgresSession
    ) throws -> ([(line: Int, outcome: RowOutcome)], [any Event]) {
        let reader = RowReader(plan: batch.plan)
        let time = batch.createdAt.microseconds
        var outcomes: [Int: RowOutcome] = [:]
        var understood: [(line: Int, statement: Statement)] = []
        for row in waiting {
            do {
                // Later lines of a file are later statements, a microsecond each.
                let statement = Statement(
                    row: try reader.read(row.cells),
                    at: time + Int64(row.line),
                    source: batch.source
                )
                understood.append((row.line, statement))
            } catch {
                outcomes[row.line] = .refused(error)
            }
        }
        let result = try Intake.take(
            understood.map(\.statement),
            department: batch.department,
            dryRun: batch.isDryRun,
            in: tx
        )
        for (row, outcome) in zip(understood, result.outcomes) { outcomes[row.line] = outcome }
        let settled = outcomes.sorted { $0.key < $1.key }.map { (line: $0.key, outcome: $0.value) }
        return (settled, result.announcements.map(\.event))
    }

    private static func close(
        _ batch: ImportBatch,
        _ settled: [(line: Int, outcome: RowOutcome)],
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        if !settled.isEmpty {
            try ImportRowStore.settle(settled, of: batch.id, isDryRun: batch.isDryRun, in: tx)
        }
        let isLast = try !ImportRowStore.isAnyWaiting(of: batch.id, in: tx)
        try ImportStore.save(batch.counts, of: batch.id, isDone: isLast, in: tx)
        guard isLast, !batch.isDryRun else { return [] }
        let counts = batch.counts
        return [
            ImportCompleted(
                importID: ImportID(rawValue: batch.id),
                department: batch.department,
                rows: counts.rows,
                created: counts.created,
                updated: counts.updated,
                unchanged: counts.unchanged,
                toIdentify: counts.toIdentify,
                refused: counts.refused
            )
        ]
    }
}

extension RowFault {
    static let unprocessable = RowFault(
        "unprocessable",
        "La ligne n’a pas pu être traitée. Envoyez-la seule\u{202F}; si elle échoue encore, signalez-la."
    )
}
