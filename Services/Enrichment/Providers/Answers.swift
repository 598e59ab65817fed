import Foundation
import Postgres
import Threading

/// Writes down answers that cost nothing, those that arrive at about the same time in one transaction: by far the most
/// lines of the ledger.
struct Answers: Sendable {
    struct Line: Sendable {
        let call: ProviderCall
        /// What is kept of it; nil: nothing.
        let reply: CachedReply?
        let terms: ProviderTerms
    }

    private let batcher: Batcher<Line, Void>

    private static let atOnce = 100
    private static let pace = Duration.milliseconds(20)

    init(database: PostgresPool) {
        batcher = Batcher(limit: Self.atOnce, pace: Self.pace, isShared: PostgresError.isNobodysFault) { lines in
            try await database.transaction { tx in
                try CallStore.append(lines.map(\.call), in: tx)
                try ReplyStore.keep(lines.compactMap(\.reply), in: tx)
                let terms = Dictionary(lines.map { ($0.terms.name, $0.terms) }) { first, _ in first }
                for one in terms.sorted(by: { $0.key < $1.key }) { try ProviderStateStore.succeeded(one.value, in: tx) }
            }
            return lines.map { _ in }
        }
    }

    /// Returns when the line is durable.
    /// - Throws: `PostgresError`.
    func write(_ line: Line) async throws { try await batcher.answer(to: line) }
}
