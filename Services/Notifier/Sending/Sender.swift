import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import Synchronization

/// Sends the messages of one channel: claims what is due, several at once, and records what became of each.
final class Sender: Sendable {
    /// How long sends under way may still take once the service stops; what takes longer is taken over later.
    static let grace = Duration.seconds(5)

    let channel: Channel
    let bell = Bell()
    private let claim: Claim
    private let carrier: any Carrier
    private let database: PostgresPool
    private let record: Recording
    private let metrics: SendMetrics
    private let logger: Logger
    private let pace: Mutex<SendPace>
    private let isTroubled = Mutex(false)
    private let now: @Sendable () -> Date

    init(
        claim: Claim,
        carrier: any Carrier,
        database: PostgresPool,
        record: Recording,
        metrics: SendMetrics,
        perSecond: Int,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        channel = claim.channel
        self.claim = claim
        self.carrier = carrier
        self.database = database
        self.record = record
        self.metrics = metrics
        self.logger = logger
        self.now = now
        pace = Mutex(SendPace(perSecond: perSecond, now: now()))
    }

    /// Until the task is cancelled; then what is under way ends, within ``grace``.
    func run() async {
        bell.ring()
        await withDiscardingTaskGroup { group in
            for await _ in bell.rings {
                if Task.isCancelled { break }
                await drain(into: &group)
            }
        }
    }

    /// Begins all that may begin now.
    private func drain(into group: inout DiscardingTaskGroup) async {
        while !Task.isCancelled {
            let (room, askAgain) = pace.withLock { $0.room(now: now()) }
            if let askAgain, pace.withLock({ $0.isFirstToWait(now: now(), until: askAgain) }) {
                group.addTask { await self.ring(at: askAgain) }
            }
            guard room > 0, let taken = await claimed(room) else { return }
            metrics.silenced.add(taken.silenced)
            if !taken.lost.isEmpty { group.addTask { await self.giveUp(taken.lost) } }
            pace.withLock { $0.begin(taken.messages.count) }
            for message in taken.messages { group.addTask { await self.shielded(message) } }
            guard taken.isMore else { return }
        }
    }

    private func claimed(_ room: Int) async -> Claim.Taken? {
        do {
            let (claim, moment) = (claim, now())
            let taken = try await database.transaction { tx in try claim.take(room: room, now: moment, in: tx) }
            if isTroubled.withLock({ was in
                defer { was = false }; return was
            }) {
                logger.info("sending again", metadata: ["channel": "\(channel.rawValue)"])
            }
            return taken
        } catch is CancellationError {
            return nil
        } catch {
            // Said once; the next ring tries again.
            guard
                isTroubled.withLock({ was in
                    defer { was = true }; return !was
                })
            else { return nil }
            let reason = (error as? PostgresError)?.description ?? "\(type(of: error))"
            logger.warning("cannot claim messages", metadata: ["channel": "\(channel.rawValue)", "error": "\(reason)"])
            return nil
        }
    }

    /// A send under way is not torn off by the end of the service, only after ``grace``.
    private func shielded(_ message: Outgoing) async {
        let work = Task { await self.send(message) }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: Self.grace)
                work.cancel()
            }
        }
        pace.withLock { $0.end() }
        bell.ring()
    }

    private func send(_ message: Outgoing) async {
        let result = await carrier.carry(message)
        let ending = Ending(
            result,
            attempt: message.attempt,
            unknowns: message.unknowns,
            isProspect: message.isProspect
        )
        if case .later(_, _, let wait?) = result {
            // Everything else on this channel would be told the same.
            pace.withLock { $0.pause(until: now().addingTimeInterval(wait.seconds)) }
        }
        let lines = await record.end(message, on: channel, result, ending)
        metrics.count(ending, lines: lines)
        if case .failed(let reason) = ending {
            logger.warning(
                "a message was given up",
                metadata: ["notification_id": "\(message.id)", "channel": "\(channel.rawValue)", "error": "\(reason)"]
            )
        }
    }

    private func giveUp(_ ids: [UUID]) async {
        await record.giveUp(ids)
        for _ in ids { metrics.count(.perhapsSent, lines: 0) }
    }

    private func ring(at moment: Date) async {
        try? await Task.sleep(for: .seconds(max(moment.timeIntervalSince(now()), 0.001)))
        pace.withLock { $0.waited() }
        bell.ring()
    }
}
