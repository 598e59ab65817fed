import AMQP
import Contracts
import Foundation
import InstallationSupport
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import Testing

extension Faults {
    /// Messages that come twice, late, or in no shape.
    @Suite struct MessageFaults {
        @Test func everyMessageThreeTimesHasOneEffect() async throws {
            var dice = Dice()
            try await Flow.running { flow, hop, _ in
                try await flow.offer(Scale.leads)
                let messages = try await flow.announced()
                let again = (messages + messages).shuffled(using: &dice)
                let broker = AMQPBroker(url: flow.vhost.url, name: "duplicator")
                let publisher = broker.publisher(name: "duplicator")
                publisher.start()
                let outcomes = await publisher.publish(again)
                #expect(outcomes.allSatisfy { $0 == .confirmed })
                try await eventually("all have come three times", within: Scale.recovery) {
                    hop.messenger.metrics.duplicates.value == again.count
                }
                await publisher.close(within: .seconds(2))
                try await flow.judge()
                #expect(hop.messenger.metrics.handled.value == messages.count)
            }
        }

        /// Not JSON, JSON of another shape, no identity: each is kept at once with its reason, and its neighbours pass.
        @Test func whatCannotBeReadIsKeptWithItsReasonAndItsNeighboursPass() async throws {
            try await Flow.running { flow, hop, _ in
                let lead = try OutgoingMessage(Flow.lead("broken"), cause: .root)
                let shapeless = try OutgoingMessage(Flow.lead("shapeless"), cause: .root)
                let broker = AMQPBroker(url: flow.vhost.url, name: "vandal")
                let publisher = broker.publisher(name: "vandal")
                publisher.start()
                async let offered: Void = flow.offer(Scale.leads)
                let outcomes = await publisher.publish([
                    OutgoingMessage(envelope: lead.envelope, body: Array("{\"leadID\":".utf8)),
                    OutgoingMessage(envelope: shapeless.envelope, body: Array("{\"version\":\"one\"}".utf8)),
                ])
                #expect(outcomes == [.confirmed, .confirmed])
                try await offered
                try await eventually("both are kept", within: Scale.recovery) {
                    try await flow.count(
                        """
                        SELECT count(*) FROM msg.dead_letter WHERE error_class = 'undecodable' AND attempts = 1
                            AND service = 'scoring' AND reason <> ''
                        """
                    ) == 2
                }
                #expect(hop.messenger.metrics.retried.value == 0)
                try await flow.plant([lead, shapeless].compactMap { $0.envelope.subject.split(separator: "/").last })
                await publisher.close(within: .seconds(2))
            }
        }

        @Test func aMessageWithoutIdentityIsKeptAndAcknowledged() async throws {
            try await Flow.running { flow, hop, _ in
                let publisher = AMQPPublisher(AMQPConfig(url: flow.vhost.url, connectionName: "vandal"))
                publisher.start()
                let nameless = AMQPOutgoing(
                    exchange: Catalogue.exchange,
                    routingKey: LeadRegistered.type,
                    mandatory: true,
                    message: AMQPMessage(properties: AMQPProperties(), body: Array("{}".utf8))
                )
                #expect(await publisher.publish([nameless]) == [.confirmed])
                try await flow.offer(20)
                try await eventually("it is kept") { hop.messenger.metrics.deadLettered.value == 1 }
                let kept = try await flow.count(
                    """
                    WITH letter AS (UPDATE msg.dead_letter SET state = 'discarded' WHERE error_class = 'envelope'
                        RETURNING 1) SELECT count(*) FROM letter
                    """
                )
                #expect(kept == 1)
                await publisher.close()
            }
        }
    }
}
