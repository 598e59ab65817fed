import Contracts
import Foundation
import Logging
import Messaging
import Postgres

/// Commits what became of messages together with the announcements of it.
struct Recording: Sendable {
    /// Between tries while the database is away; the lease outlasts their sum.
    static let pauses: [Duration] = [.milliseconds(200), .seconds(1), .seconds(3), .seconds(10), .seconds(20)]

    let messenger: Messenger
    let logger: Logger
    var now: @Sendable () -> Date = { Date() }

    /// - Returns: how many lines a digest told.
    func end(_ message: Outgoing, on channel: Channel, _ result: SendResult, _ ending: Ending) async -> Int {
        let cause = Cause(correlationID: message.correlation, causationID: message.causation)
        let moment = now()
        return await committed("\(message.id)", cause) { tx in
            guard try EndingStore.end(message, result, ending, now: moment, in: tx) else { return (0, []) }
            let events = Announcement.events(of: message, channel, ending, now: moment)
            if case .again = ending { return (0, events) }
            guard message.isDigest else { return (0, events) }
            let lines = try EndingStore.endLines(of: message.id, ending, now: moment, in: tx)
            return (lines.count, events + Announcement.events(ofLines: lines, ending, now: moment))
        } ?? 0
    }

    func giveUp(_ ids: [UUID]) async {
        let moment = now()
        _ = await committed("\(ids.count) messages", .root) { tx in
            let ended = try EndingStore.giveUp(ids, now: moment, in: tx)
            var lines: [EndingStore.Ended] = []
            for one in ended where one.kind == MessageKind.leadDigest {
                lines += try EndingStore.endLines(of: one.id, .perhapsSent, now: moment, in: tx)
            }
            let events = ended.compactMap { Announcement.event(of: $0, .perhapsSent, now: moment) }
            return (lines.count, events + Announcement.events(ofLines: lines, .perhapsSent, now: moment))
        }
    }

    /// nil if the database stayed away: the message is taken over when its lease ends.
    private func committed(
        _ what: String,
        _ cause: Cause,
        _ body: @Sendable (isolated PostgresSession) throws -> (value: Int, events: [any Event])
    ) async -> Int? {
        for pause in Self.pauses + [.zero] {
            do {
                return try await messenger.commit(cause: cause, body)
            } catch {
                guard pause > .zero, (try? await Task.sleep(for: pause)) != nil else { break }
            }
        }
        logger.warning("an attempt's end could not be recorded", metadata: ["notification_id": "\(what)"])
        return nil
    }
}
