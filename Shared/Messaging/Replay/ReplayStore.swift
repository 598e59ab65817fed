import Contracts
import Foundation
import Postgres

/// What a service says of messages that an operator has run again, through functions that let it say nothing else.
enum ReplayStore {
    /// They were handled, now or before: their runs are told, and their dead letters resolved, with the same commit.
    static func handled(_ envelopes: [Envelope], by service: ServiceName, in tx: isolated PostgresSession) throws {
        let replayed = envelopes.filter { $0.replay != nil }
        guard !replayed.isEmpty else { return }
        try tx.query(
            "SELECT msg.replay_handled($1::uuid[], $2::uuid[], $3)",
            replayed.map { $0.replay?.run },
            replayed.map(\.messageID),
            service.rawValue
        )
    }

    /// They came to nothing again.
    static func failed(_ letters: [DeadLetter], in tx: isolated PostgresSession) throws {
        let replayed = letters.filter { $0.envelope.replay != nil }
        guard !replayed.isEmpty else { return }
        try tx.query(
            "SELECT msg.replay_failed($1::uuid[], $2::uuid[], $3::text[])",
            replayed.map { $0.envelope.replay?.run },
            replayed.map(\.envelope.messageID),
            replayed.map { "\($0.failure.errorClass): \($0.failure.text)" }
        )
    }
}
