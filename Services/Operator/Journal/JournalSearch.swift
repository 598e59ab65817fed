import Contracts
import Foundation
import Messaging

/// A search over every service's journal. A new session reads the catalogue's entries of hundreds of partitions before
/// it reads a row, so the journals are shared among the sessions of the tool and read at once.
enum JournalSearch {
    /// The newest that `filter` lets through, newest first, without bodies.
    static func newest(
        _ filter: JournalFilter,
        limit: Int,
        _ context: OperatorContext
    ) async throws -> [JournalEntry] {
        let schemas = filter.schemas.isEmpty ? Set(ServiceName.allCases.map(\.plumbingSchema)).sorted() : filter.schemas
        let found = try await withThrowingTaskGroup(of: [JournalEntry].self) { group in
            for part in 0..<min(OperatorContext.sessions, schemas.count) {
                var share = filter
                share.schemas = schemas.indices.filter { $0 % OperatorContext.sessions == part }.map { schemas[$0] }
                group.addTask { [share] in
                    try await context.read { tx in try JournalStore.search(share, limit: limit, in: tx) }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let newestFirst = found.sorted {
            ($0.envelope.occurredAt, $0.envelope.messageID.uuidString)
                > ($1.envelope.occurredAt, $1.envelope.messageID.uuidString)
        }
        return Array(newestFirst.prefix(limit))
    }
}
