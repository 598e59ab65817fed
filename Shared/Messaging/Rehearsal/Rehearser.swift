import Contracts
import Foundation
import Logging
import Postgres
import Threading

/// Runs messages to see what would come of them: with the real handlers, without claiming them in the inbox, each in a
/// transaction that ends in a rollback. What came out is told to the run that asked.
///
/// It hears on the service's control queue and works beside the dispatchers, with half of the handlers' sessions at most.
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
    private static let lanes = 2
    /// A rehearsal waits for nobody's locks and takes nobody's time.
    private static let limits = ["lock_timeout": "500ms", "statement_timeout": "10s"]

    /// Returns when the consumer is cancelled and what it held is told.
    func run() async {
        while !Task.isCancelled {
            do {
                let messages = try await consumer.next(upTo: Self.batch)
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
            let outcomes = await rehearse(asked)
            if await tell(run, outcomes) { consumer.acknowledge(asked.map(\.message.receipt)) }
        }
    }

    /// A few at once, in order of arrival.
    private func rehearse(
        _ asked: [(message: InboundMessage, envelope: Envelope)]
    ) async -> [(message: UUID, json: [UInt8])] {
        await withTaskGroup(of: (message: UUID, json: [UInt8]).self) { group in
            var outcomes: [(message: UUID, json: [UInt8])] = []
            for (index, one) in asked.enumerated() {
                if index >= Self.lanes, let outcome = await group.next() { outcomes.append(outcome) }
                group.addTask { (one.envelope.messageID, await rehearse(one.message.body, one.envelope)) }
            }
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
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
                : await rehearse(message.body, envelope)
            guard await tell(run, [(envelope.messageID, json)]) else { return }
        }
        consumer.acknowledge([message.receipt])
    }

    /// The outcome as JSON; whatever goes wrong is an outcome, too.
    private func rehearse(_ body: [UInt8], _ envelope: Envelope) async -> [UInt8] {
        let outcome = await Rehearsal.$isOn.withValue(true) { await comes(of: body, envelope) }
        return (try? outcome.json()) ?? [UInt8](#"{"kind":"failed","class":"unwritable","events":[]}"#.utf8)
    }

    private func comes(of body: [UInt8], _ envelope: Envelope) async -> RehearsedOutcome {
        guard let handler = handlers[envelope.type] else {
            return RehearsedOutcome(.unheard, "\(service.rawValue) has no handler for \(envelope.type)")
        }
        do {
            var original = envelope
            original.replay = nil
            var prepared = try handler.decode(original, body, 1)
            if handler.gathers {
                let known = try await handler.recall([prepared]).first ?? nil
                prepared = if let known { known } else { try await handler.gather(prepared) }
            }
            let settings = settings.merging(Self.limits) { $1 }
            let outcome = try await database.transaction(settings: settings) { [prepared] tx in
                try handler.handle([prepared], tx).first
            }
            guard let outcome else { throw Misrouted(handler: handler.name) }
            return try RehearsedOutcome(outcome, of: original)
        } catch {
            return RehearsedOutcome(Failure(error))
        }
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
