import Contracts
import Foundation
import Messaging
import Postgres

/// The messages of a frozen set, as they are sent.
enum Contents {
    /// What is gone meanwhile is left out.
    static func load(
        _ frozen: [FrozenMessage],
        of run: ReplayRun,
        now: Date = Date(),
        in tx: isolated PostgresSession
    ) throws -> [(frozen: FrozenMessage, message: OutgoingMessage)] {
        let letters = try DeadLetterStore.opened(frozen.compactMap(\.letterID), in: tx)
        let opened = Dictionary(letters.map { ($0.letter.id, $0) }, uniquingKeysWith: { first, _ in first })
        let journaled = frozen.filter { $0.schema != nil }
        let times = journaled.map(\.occurredAt)
        var entries: [UUID: JournalEntry] = [:]
        if let first = times.min(), let last = times.max() {
            entries = try JournalStore.messages(
                journaled.map(\.originalID),
                from: first.addingTimeInterval(-0.001),
                until: last.addingTimeInterval(0.001),
                schemas: Set(journaled.compactMap(\.schema)).sorted(),
                in: tx
            )
        }
        return frozen.compactMap { one in
            if let letter = one.letterID {
                return opened[letter].map { (one, message(one, $0.envelope, $0.body, run, now)) }
            }
            return entries[one.originalID].map { (one, message(one, $0.envelope, $0.body, run, now)) }
        }
    }

    private static func message(
        _ frozen: FrozenMessage,
        _ original: Envelope,
        _ body: [UInt8],
        _ run: ReplayRun,
        _ now: Date
    ) -> OutgoingMessage {
        var envelope = original
        let isNew = frozen.messageID != frozen.originalID
        if isNew {
            envelope.messageID = frozen.messageID
            envelope.causationID = frozen.originalID
            envelope.occurredAt = now
        }
        envelope.replay = Envelope.Replay(run: run.id, repeats: isNew ? frozen.originalID : nil)
        let target = run.kind.isDry ? frozen.service.controlQueue : frozen.queue
        return OutgoingMessage(envelope: envelope, target: target, body: body)
    }
}
