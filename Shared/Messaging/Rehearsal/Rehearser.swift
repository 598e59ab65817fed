import Contracts
import Foundation
import Logging
import Postgres

/// Runs messages to see what would come of them: with the real handlers, without claiming them in the inbox, in
/// transactions that end in a rollback. What came out is told to the run that asked.
///
/// It hears on the service's control queue and works beside the dispatchers, with one of the handlers' sessions.
struct Rehearser: Sendable {
    let service: ServiceName
    let consumer: any MessageConsumer
    /// By message type.
    let handlers: [String: ErasedHandler]
    let decisions: [any RecordedDecisions]
    let database: PostgresPool
    let settings: [String: String]
    let logger: Logger

    private static let batch = 100
    /// A batch is worth a moment's wait; nobody waits for a single rehearsal so closely.
    private static let linger = Duration.milliseconds(20)

    /// Returns when the consumer is cancelled and what it held is told.
    func run() async {
        while !Task.isCancelled {
            do {
                let messages = try await consumer.next(upTo: Self.batch, linger: Self.linger)
                if messages.isEmpty { return }
                await answer(messages)
            } catch {
                logger.error("cannot hear what is to be rehearsed", metadata: Failure(error).metadata)
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func answer(_ messages: [InboundMessage]) async {
        var fresh: [(message: InboundMessage, envelope: Envelope)] = []
        for message in messages {
            guard let envelope = message.envelope, envelope.replay != nil else {
                logger.warning("what is on the control queue belongs to no run; dropped")
                consumer.acknowledge([message.receipt])
                continue
            }
            if envelope.type == DecideAgain.type {
                await decideAgain(message)
            } else if message.deliveryCount > 0 {
                await answerAlone(message, envelope)
            } else {
                fresh.append((message, envelope))
            }
        }
        for (run, asked) in Dictionary(grouping: fresh, by: { $0.envelope.replay?.run ?? UUID() }) {
            let outcomes = await rehearse(asked.map { ($0.envelope, $0.message.body) })
            if await tell(run, outcomes) { consumer.acknowledge(asked.map(\.message.receipt)) }
        }
    }

    /// What came back once runs behind a committed mark: if the mark is there already, it ends its process.
    private func answerAlone(_ message: InboundMessage, _ envelope: Envelope) async {
        guard let run = envelope.replay?.run else { return }
        let began = await untilThere {
            try await database.transaction { tx in
                try RehearsalStore.begin(run, envelope.messageID, in: tx)
            }
        }
        guard let began else { return }
        if let times = began {
            let json =
                times > 1
                ? (try? RehearsedOutcome(.crashed, "the process ended \(times) times over it").json()) ?? []
                : await rehearse([(envelope, message.body)]).first?.json ?? []
            guard await tell(run, [(envelope.messageID, json)]) else { return }
        }
        consumer.acknowledge([message.receipt])
    }

    // MARK: Telling

    /// - Returns: false if the task was cancelled first.
    private func tell(_ run: UUID, _ outcomes: [(message: UUID, json: [UInt8])]) async -> Bool {
        let told: Void? = await untilThere {
            do {
                try await database.transaction { tx in try RehearsalStore.tell(run, outcomes, in: tx) }
            } catch let error as PostgresError where !error.isUnavailable {
                // One of them cannot be kept, for example a NUL character in a text: it is told without its events.
                for outcome in outcomes {
                    do {
                        try await database.transaction { tx in try RehearsalStore.tell(run, [outcome], in: tx) }
                    } catch let error as PostgresError where !error.isUnavailable {
                        let json = try RehearsedOutcome(.failed, class: "unrecordable", error.description).json()
                        try await database.transaction { tx in
                            try RehearsalStore.tell(run, [(outcome.message, json)], in: tx)
                        }
                    }
                }
            }
        }
        return told != nil
    }

    /// Waits while the database is away; nil when the task was cancelled, or the error will not pass.
    func untilThere<T: Sendable>(_ body: () async throws -> T) async -> T? {
        while !Task.isCancelled {
            do {
                return try await body()
            } catch let error as PostgresError where error.isUnavailable {
                try? await Task.sleep(for: .seconds(1))
            } catch {
                logger.error("a rehearsal cannot be told", metadata: Failure(error).metadata)
                return nil
            }
        }
        return nil
    }
}
