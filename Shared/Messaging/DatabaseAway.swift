import Foundation
import Logging
import Postgres
import Synchronization

/// The time in which the database is away or takes no writes: nothing is at fault, so no attempt is counted, and
/// deliveries stay unacknowledged.
final class DatabaseAway: Sendable {
    private let database: PostgresPool
    private let metrics: MessagingMetrics
    private let logger: Logger
    private let reason = Mutex<String?>(nil)

    init(database: PostgresPool, metrics: MessagingMetrics, logger: Logger) {
        self.database = database
        self.metrics = metrics
        self.logger = logger
    }

    /// What is wrong and what to do about it; nil when all is well. For people.
    var complaint: String? { reason.withLock { $0 } }

    func isOver() {
        reason.withLock { $0 = nil }
    }

    /// Returns when the database answers again.
    /// - Parameter round: how often the caller waited before without getting through: a full disk answers questions
    ///   and takes no writes, so the answer alone says little.
    func wait(_ error: PostgresError, round: Int) async {
        metrics.databaseAway.add(1)
        let text = ["database: \(error)", error.remedy].compactMap(\.self).joined(separator: "; ")
        let isNews = reason.withLock { reason in
            defer { reason = text }
            return reason != text
        }
        if isNews { logger.error("database away, consumption pauses", metadata: ["error": "\(text)"]) }
        var delay = min(5, 0.1 * pow(2, Double(min(round, 10))))
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(delay * Double.random(in: 0.5...1)))
            if await database.ping() { return }
            delay = min(5, delay * 2)
        }
    }
}
