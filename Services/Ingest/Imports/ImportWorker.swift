import Contracts
import Foundation
import Logging
import Messaging
import Postgres

/// Wakes the worker in process; rings that nobody heard yet count as one.
final class Doorbell: Sendable {
    private let bell = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    func ring() { bell.continuation.yield() }

    /// For one listener.
    var rings: AsyncStream<Void> { bell.stream }
}

/// Works through imported rows and undone imports until it is cancelled, a chunk a transaction. Several replicas share
/// the work by skipping what another has locked.
struct ImportWorker: Sendable {
    /// Rows of one transaction.
    static let chunk = 500
    /// How often a replica looks for what another left behind.
    static let rounds = Duration.seconds(5)

    let messenger: Messenger
    let doorbell: Doorbell
    var metrics = ImportMetrics()
    let logger: Logger

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                while (try? await Task.sleep(for: ImportWorker.rounds)) != nil { doorbell.ring() }
            }
            doorbell.ring()
            for await _ in doorbell.rings {
                await drain()
                if Task.isCancelled { break }
            }
            group.cancelAll()
        }
    }

    /// Works until nothing waits.
    func drain() async {
        while !Task.isCancelled, !messenger.isCongested {
            let imported = await drainImports()
            let undone = await attempt { tx in try UndoChunk.run(limit: ImportWorker.chunk, in: tx) }
            if !imported, undone != .worked { return }
        }
    }

    /// - Returns: whether rows were settled.
    private func drainImports() async -> Bool {
        var limit = ImportWorker.chunk
        var hasWorked = false
        while !Task.isCancelled, !messenger.isCongested {
            let size = limit
            switch await attempt({ tx in try ImportChunk.run(limit: size, in: tx) }) {
            case .worked:
                hasWorked = true
                limit = min(ImportWorker.chunk, limit * 2)
            case .failed where limit > 1:
                limit = max(1, limit / 8)
            case .failed:
                guard await attempt({ tx in try ImportChunk.refuseFirst(in: tx) }) == .worked else { return hasWorked }
            case .idle, .away: return hasWorked
            }
        }
        return hasWorked
    }

    private enum Attempt {
        case idle, worked
        /// The rows themselves cannot be worked.
        case failed
        /// The database cannot work now; rows wait.
        case away
    }

    private func attempt(
        _ chunk: @escaping @Sendable (isolated PostgresSession) throws -> (value: ImportChunk.Step, events: [any Event])
    ) async -> Attempt {
        while !Task.isCancelled {
            do {
                if try await messenger.commit(chunk) == .idle { return .idle }
                metrics.chunks.add(1)
                return .worked
            } catch let error as PostgresError where error.isRetriableAtOnce {
                continue
            } catch is CancellationError {
                return .away
            } catch let error as PostgresError where !error.isOfRows {
                metrics.failures.add(1)
                logger.warning("database cannot work now; imports wait", metadata: ["error": "\(error)"])
                return .away
            } catch let race as IntakeRace {
                logger.notice("imports wait", metadata: ["error": "\(race)"])
                return .away
            } catch {
                metrics.failures.add(1)
                let text = (error as? PostgresError)?.description ?? "\(type(of: error))"
                logger.error("rows failed; fewer at once are tried", metadata: ["error": "\(text)"])
                return .failed
            }
        }
        return .away
    }
}
