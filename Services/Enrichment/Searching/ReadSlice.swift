import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Threading

/// Counts, divides or reads a slice of a search, some pages at a time; what was reached is written down, so that nothing
/// is lost or read twice for long when a replica dies.
///
/// Reads and writes `searches`, `search_slices` and `search_units`; announces ``SliceRequested`` for what comes next.
struct ReadSlice: GatheringHandler {
    static let name = "enrichment.read-slice"

    /// nil where the State's search is not asked
    let reader: SliceReader?
    /// Sessions for looking; apart from those that settle.
    let database: PostgresPool
    let now: @Sendable () -> Date

    /// A provider that does not answer is left alone for so long.
    private static let rest = 900.0

    @concurrent func gather(_ delivery: Delivery<SliceRequested>) async throws -> SliceReader.Reading? {
        guard !Rehearsal.isOn else { return nil }
        let message = delivery.message
        let piece = try await database.transaction { tx in
            try SearchStore.piece(message.sliceID, of: message.searchID, in: tx)
        }
        guard let piece, let reader else { return nil }
        return try await reader.read(piece, attempt: delivery.attempt)
    }

    func handle(
        _ deliveries: [(delivery: Delivery<SliceRequested>, gathered: SliceReader.Reading?)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        let searches = Set(deliveries.map(\.delivery.message.searchID)).sorted { $0.description < $1.description }
        for search in searches { try SearchStore.lock(search, in: tx) }
        return try deliveries.map { delivery, reading in
            guard let reading else { return .done }
            return .done(try settle(delivery.message, reading, in: tx))
        }
    }

    private func settle(
        _ message: SliceRequested,
        _ reading: SliceReader.Reading,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        let moment = WireDate.rounded(now())
        // Somebody else read on meanwhile: that reading stands.
        guard try SearchStore.note(reading, of: message, pausedUntil: moment.addingTimeInterval(Self.rest), in: tx)
        else {
            return []
        }
        if !reading.sirens.isEmpty { try SearchStore.keep(reading.sirens, of: message.searchID, in: tx) }
        if case .divided(let halves) = reading.state { try SearchStore.add(halves, to: message.searchID, in: tx) }
        return try Self.next(of: message.searchID, at: moment, in: tx)
    }

    /// What is read next of a search, or its end.
    static func next(of search: SearchID, at now: Date, in tx: isolated PostgresSession) throws -> [any Event] {
        let slices = try SearchStore.takeDue(search, at: now, in: tx)
        if slices.isEmpty { try SearchStore.endIfDone(search, at: now, in: tx) }
        return slices.map { SliceRequested(searchID: search, sliceID: $0) }
    }

    /// Takes up what a dead replica or a provider that was away left lying.
    static let takeUp = Schedule("enrichment.take-up-searches", .every(.seconds(30))) { now, tx in
        try SearchStore.running(in: tx).flatMap { try next(of: $0, at: now, in: tx) }
    }
}
