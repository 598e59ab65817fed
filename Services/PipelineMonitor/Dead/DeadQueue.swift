import AMQP
import Contracts
import Foundation
import Logging
import Postgres
import Telemetry

/// Empties the queue `dead`: what the broker gives up after its delivery limit becomes rows like every other dead
/// letter, to be searched and retried. Our own code buries a message long before, so that each of these is an alarm.
struct DeadQueue: Sendable {
    private static let batch = 50

    let url: String
    let database: PostgresPool
    let metrics: GivenUpMetrics
    let logger: Logger

    /// Returns when the task is cancelled. The queue, its exchange and the policies that send there are `filon migrate`'s
    /// (`infra/rabbitmq/definitions.json`): a service may declare nothing that others share. Nothing is taken off the queue before it is committed.
    func drain() async {
        let consumer = AMQPConsumer(
            AMQPConfig(url: url, connectionName: "pipeline-monitor \(Catalogue.deadQueue)"),
            queue: Catalogue.deadQueue,
            prefetch: 4 * Self.batch
        )
        // No message of a service's hangs on it, so readiness does not tell.
        let telling = Task {
            for await state in consumer.stateChanges {
                guard case .failed(let reason) = state else { continue }
                logger.error("cannot read what the broker gives up", metadata: ["reason": "\(reason)"])
            }
        }
        defer { telling.cancel() }
        consumer.start()
        while !Task.isCancelled {
            guard let taken = try? await consumer.next(upTo: Self.batch), !taken.isEmpty else { break }
            consumer.acknowledge(await keep(taken))
        }
        await consumer.close(within: .seconds(2))
    }

    /// - Returns: what may be acknowledged. What cannot be written stays with the broker, which delivers it again.
    private func keep(_ taken: [AMQPDelivery]) async -> [DeliveryTag] {
        let letters = taken.map(BrokerLetter.init)
        var delay = 0.1
        while !Task.isCancelled {
            do {
                try await database.transaction { tx in
                    try BrokerLetterStore.bury(letters, now: WireDate.rounded(Date()), in: tx)
                }
                metrics.messages.add(letters.count)
                alarm(letters)
                return taken.map(\.tag)
            } catch let error as PostgresError where error.isUnavailable || error.isRetriableAtOnce {
                logger.warning("given-up messages wait for the database", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(delay * Double.random(in: 0.5...1)))
                delay = min(5, delay * 2)
            } catch is CancellationError {
                return []
            } catch {
                return await keepApart(taken, error)
            }
        }
        return []
    }

    /// One that cannot be written must not keep the others out.
    private func keepApart(_ taken: [AMQPDelivery], _ error: any Error) async -> [DeliveryTag] {
        guard taken.count > 1 else {
            let text = (error as? PostgresError)?.description ?? "\(type(of: error))"
            logger.critical("cannot keep a message that the broker gave up", metadata: ["error": "\(text)"])
            return []
        }
        let half = taken.count / 2
        let first = await keep(Array(taken[..<half]))
        return first + (await keep(Array(taken[half...])))
    }

    private func alarm(_ letters: [BrokerLetter]) {
        for (queue, group) in Dictionary(grouping: letters, by: \.queue).sorted(by: { $0.key < $1.key }) {
            logger.error(
                "the broker gave up messages; see filon dead list",
                metadata: ["queue": "\(queue)", "count": "\(group.count)"]
            )
        }
    }
}
