import Contracts
import Foundation
import NIOCore
import Postgres

/// Loads one file of the Sirene universe on a session of its own, in memory that does not grow with the file.
///
/// A stock fills a stage and takes the registry's place once it has its key and its indexes; a day's differences are
/// merged into the registry in one transaction. Whatever breaks it off leaves the registry as it was.
struct RegistryLoad: Sendable {
    /// What is asked for.
    struct Wish: Sendable {
        var kind = RegistryKind.units
        var isChanges = false
        /// A stock with less than half of the registry's rows is taken for incomplete unless this is set.
        var allowsSmaller = false
        var filename: String?
        var tokenID: UUID
    }

    private static let smallRegistry = 100_000
    /// Such a transaction takes minutes; the server waits for the sender, and readers are waited for once, at the end.
    private static let settings = [
        "statement_timeout": "0", "lock_timeout": "60000", "idle_in_transaction_session_timeout": "0",
        "timezone": "Europe/Paris",
    ]

    let config: PostgresConfig
    let wish: Wish
    var now: @Sendable () -> Date = { Date() }

    /// - Throws: ``Problem`` when another load runs; ``FileFault``; ``PostgresError``; why the upload broke off.
    func run(_ pieces: Handoff<ByteBuffer>) async throws -> RegistryReport {
        defer { pieces.abandon() }
        let session = PostgresSession(config)
        do {
            // Held by the session and given up with it, also when the process is killed.
            let isFree = try await session.transaction { tx in try RegistryStore.tryLock(in: tx) }
            guard isFree else { throw Problem.registryLoading }
            let report = try await wish.isChanges ? changes(pieces, session) : stock(pieces, session)
            await session.close()
            return report
        } catch {
            await session.close()
            throw error
        }
    }

    private func stock(_ pieces: Handoff<ByteBuffer>, _ session: PostgresSession) async throws -> RegistryReport {
        var watch = Laps(now())
        let kind = wish.kind
        let (count, doubled) = try await session.transaction(settings: Self.settings) { tx in
            try RegistryStore.openStage(kind, in: tx)
            let count = try RegistryStore.copy(pieces, kind, in: tx)
            guard count.stored > 0 else { throw FileFault.nothingStored }
            return (count, try RegistryStore.keyStage(kind, in: tx))
        }
        watch.lap("stored")
        do {
            if kind == .units, !wish.allowsSmaller {
                let before = try await session.transaction(settings: Self.settings) { try RegistryStore.rows(in: $0) }
                guard before < Self.smallRegistry || count.stored * 2 >= before else {
                    throw FileFault.tooFew(count.stored, of: before)
                }
            }
            try await session.transaction(settings: Self.settings) { tx in try RegistryStore.complete(kind, in: tx) }
            watch.lap("merged")
            try await session.transaction(settings: Self.settings) { tx in try RegistryStore.indexStage(in: tx) }
            watch.lap("indexed")
            let (until, rows) = try await session.transaction(settings: Self.settings) { tx in
                try RegistryStore.analyzeStage(in: tx)
                return try RegistryStore.summaryOfStage(in: tx)
            }
            watch.lap("analysed")
            let report = RegistryReport(
                wish,
                count,
                changed: .init(doubled: doubled),
                rows: rows,
                seconds: watch.laps,
                startedAt: watch.start,
                until: until
            )
            try await session.transaction(settings: Self.settings) { tx in
                if kind == .units { try RegistryNewsStore.note(in: tx) }
                try RegistryStore.swap(in: tx)
                try RegistryStore.note(report, token: self.wish.tokenID, in: tx)
            }
            return report
        } catch {
            // What the stage holds is of no use to anybody; if even this fails, the next load or the sweep drops it.
            _ = try? await session.transaction(settings: Self.settings) { try RegistryStore.dropStages(in: $0) }
            throw error
        }
    }

    private func changes(_ pieces: Handoff<ByteBuffer>, _ session: PostgresSession) async throws -> RegistryReport {
        let start = now()
        let wish = wish
        return try await session.transaction(settings: Self.settings) { tx in
            var watch = Laps(start)
            try RegistryStore.openStage(wish.kind, in: tx)
            let count = try RegistryStore.copy(pieces, wish.kind, in: tx)
            guard count.stored > 0 || count.passedOver > 0 else { throw FileFault.nothingStored }
            let doubled = try RegistryStore.keyStage(wish.kind, in: tx)
            let until = try RegistryStore.latestChange(wish.kind, in: tx)
            watch.lap("stored")
            if wish.kind == .units { try RegistryNewsStore.note(in: tx) }
            let changed = try RegistryStore.mergeChanges(wish.kind, arrived: count.stored, doubled: doubled, in: tx)
            watch.lap("merged")
            let report = RegistryReport(
                wish,
                count,
                changed: changed,
                rows: try RegistryStore.exactRows(in: tx),
                seconds: watch.laps,
                startedAt: start,
                until: until
            )
            try RegistryStore.note(report, token: wish.tokenID, in: tx)
            return report
        }
    }
}

/// Seconds of the parts of a load.
struct Laps: Sendable {
    let start: Date
    private(set) var laps: [String: Double] = [:]
    private var last = ContinuousClock.now

    init(_ start: Date) {
        self.start = start
    }

    mutating func lap(_ name: String) {
        let now = ContinuousClock.now
        let parts = (now - last).components
        laps[name] = Double(parts.seconds) + (Double(parts.attoseconds) / 1e15).rounded() / 1000
        last = now
    }
}
