import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Threading

/// Loads one bulk file of `ratios_inpi_bce` on a session of its own, in memory that does not grow with the file.
///
/// The rows fill the half of the table that nobody reads; naming it the current one is the last, short transaction.
/// Whatever breaks a load off leaves the file of before.
struct RatiosLoad: Sendable {
    /// What is asked for.
    struct Wish: Sendable {
        var filename: String?
        /// The day whose data the file holds.
        var date: CivilDate
        /// A file with less than half of the rows of before is taken for incomplete unless this is set.
        var allowsSmaller = false
    }

    /// Of so few rows none is taken for incomplete.
    static let fewRows = 100_000
    private static let pieceBytes = 256 << 10
    private static let settings = ["statement_timeout": "0", "lock_timeout": "60000"]

    let config: PostgresConfig
    let wish: Wish
    var fewRows = Self.fewRows
    /// Called once the last piece has arrived.
    var hasArrived: @Sendable () -> Void = {}
    let now: @Sendable () -> Date

    /// - Throws: ``LoadRefusal``; `PostgresError`; `CancellationError`; why the pieces broke off.
    func run<Pieces: AsyncSequence>(_ pieces: Pieces) async throws -> RatiosReport where Pieces.Element == [UInt8] {
        guard !Rehearsal.isOn else { throw LoadRefusal.loading }
        let session = PostgresSession(config)
        do {
            let report = try await load(pieces, session)
            await session.close()
            return report
        } catch {
            await session.close()
            throw error
        }
    }

    private func load<Pieces: AsyncSequence>(
        _ pieces: Pieces,
        _ session: PostgresSession
    ) async throws -> RatiosReport where Pieces.Element == [UInt8] {
        let (start, clock) = (now(), ContinuousClock.now)
        // Held by the session and given up with it, also when the process is killed.
        guard let place = try await session.transaction(settings: Self.settings, { try RatioStore.open(in: $0) })
        else { throw LoadRefusal.loading }
        var reader = RatioReader(slot: place.slot)
        for try await piece in pieces {
            try reader.feed(piece)
            if reader.rows.count >= Self.pieceBytes { try await flush(&reader, place, session) }
        }
        // A sequence that was cancelled may end as if the file had.
        try Task.checkCancellation()
        hasArrived()
        try reader.finish()
        try await flush(&reader, place, session)
        guard reader.stored > 0 else { throw LoadRefusal.nothingStored }
        if !wish.allowsSmaller, place.rowsBefore >= fewRows, reader.stored * 2 < place.rowsBefore {
            throw LoadRefusal.tooFew(reader.stored, of: place.rowsBefore)
        }
        let seconds = (ContinuousClock.now - clock) / .seconds(1)
        let report = RatiosReport(wish, reader, seconds: seconds, startedAt: start)
        let moment = now()
        let again = try await session.transaction(settings: Self.settings) { tx in
            try RatioStore.publish(report, in: place, at: moment, in: tx)
        }
        return report.having(again: again)
    }

    private func flush(
        _ reader: inout RatioReader,
        _ place: RatioStore.Place,
        _ session: PostgresSession
    ) async throws {
        let rows = reader.takeRows()
        guard !rows.isEmpty else { return }
        try await session.transaction(settings: Self.settings) { tx in try RatioStore.copy(rows, in: place, in: tx) }
    }
}
