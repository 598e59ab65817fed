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
    /// RabbitMQ ends, loses its memory, or says no.
    @Suite struct BrokerFaults {
        /// In the short form the whole installation meets it.
        @Test(.enabled(if: Scale.isFull)) func killedAndStartedAgainNothingIsLostAndNothingDoubled() async throws {
            let servers = try mortalServers()
            try await Flow.running { flow, hop, sink in
                try await flow.offering {
                    try await servers.kill(.rabbitmq)
                    try await servers.restart(.rabbitmq)
                }
                for service in [flow.door, hop, sink] { try await service.ready() }
            }
        }

        @Test func stoppedAndStartedItsReadersComeBackByThemselves() async throws {
            let servers = try mortalServers()
            try await Flow.running { flow, hop, sink in
                try await flow.offering {
                    try await servers.control("stop_app")
                    try await eventually("it says what it misses", within: Scale.recovery) {
                        !hop.messenger.isReady && !hop.messenger.missing.isEmpty
                    }
                    try await servers.control("start_app")
                }
                for service in [flow.door, hop, sink] { try await service.ready() }
            }
        }

        @Test func aQueueDeletedUnderItsReaderIsSeenAndDeclaredAgain() async throws {
            try await Flow.running { flow, hop, _ in
                let admin = AMQPAdmin(AMQPConfig(url: flow.vhost.url, connectionName: "fault"))
                let connections = hop.broker.connections
                try await admin.deleteQueue(ServiceName.scoring.queue)
                try await flow.offer(Scale.leads)
                try await eventually("it has come again", within: Scale.recovery) {
                    hop.broker.connections > connections
                }
                try await hop.ready()
                await admin.close()
            }
        }

        @Test func connectionsClosedByTheBrokerComeBack() async throws {
            let servers = try mortalServers()
            try await Flow.running { flow, hop, sink in
                try await flow.offering {
                    for _ in 0..<(Scale.isFull ? 5 : 1) {
                        try await servers.control("close_all_connections", "--vhost", flow.vhost.name, "a fault")
                        for service in [flow.door, hop, sink] { try await service.ready() }
                    }
                }
            }
        }

        /// The broker closes the channel of whoever publishes to a missing exchange, and with the exchange its bindings
        /// are gone: events wait until the readers bind again.
        @Test func anExchangeDeletedUnderItsPublishersComesBack() async throws {
            let servers = try mortalServers()
            try await Flow.running { flow, _, _ in
                let admin = AMQPAdmin(AMQPConfig(url: flow.vhost.url, connectionName: "fault"))
                try await flow.offering {
                    try await admin.deleteExchange(Catalogue.exchange)
                    try await eventually("events come back") { flow.door.messenger.metrics.unroutable.value > 0 }
                    try await servers.control("close_all_connections", "--vhost", flow.vhost.name, "a fault")
                }
                await admin.close()
            }
        }

        @Test func aMemoryAlarmStopsPublishingAloneAndForAWhile() async throws {
            let servers = try mortalServers()
            try await Flow.running { flow, _, _ in
                try await flow.offering {
                    try await servers.control("set_vm_memory_high_watermark", "absolute", "1")
                    do {
                        // Doors stay open: what is accepted waits in the outbox.
                        try await eventually("events wait in the outbox") {
                            try await flow.count("SELECT count(*) FROM intake.outbox") > 20
                        }
                        try await lasting(Scale.isFull ? Scale.window : .zero)
                    } catch {
                        try await servers.control("set_vm_memory_high_watermark", "0.4")
                        throw error
                    }
                    try await servers.control("set_vm_memory_high_watermark", "0.4")
                }
            }
        }

        /// The end's queue is full. What the hop announces stays in its outbox; what it has to try again, it tries.
        @Test func oneFullQueueLosesNothingAndDelaysNoRetries() async throws {
            try await Flow.judged { flow in
                try await flow.sink().stop()  // leaves its queue
                try await flow.vhost.call(
                    "PUT",
                    "/api/policies/\(flow.vhost.name)/full",
                    #"{"pattern":"^pipeline-monitor","apply-to":"queues","definition":{"max-length":20,"overflow":"reject-publish"}}"#
                )
                let hop = try await flow.hop { delivery, _ in
                    if delivery.message.companyName == "stumbles", delivery.attempt == 1 { throw Stumbled() }
                }
                try await flow.offer(Scale.leads)
                try await eventually("the queue refuses") { hop.messenger.metrics.refused.value > 0 }
                try await flow.offer(20, names: Array(repeating: "stumbles", count: 20))
                let handled = try await flow.count("SELECT count(*) FROM intake.accepted")
                try await eventually("what stumbled has run again", within: Scale.recovery) {
                    try await flow.count("SELECT count(*) FROM scoring.effects") == handled
                }
                #expect(hop.messenger.metrics.retried.value == 20)
                #expect(try await flow.count("SELECT count(*) FROM scoring.outbox") > 0, "refused, and kept")
                let sink = try await flow.sink()
                try await flow.vhost.call("DELETE", "/api/policies/\(flow.vhost.name)/full", nil)
                try await flow.judge()
                await hop.stop()
                await sink.stop()
            }
        }

        @Test func anEventThatNoQueueTakesIsCountedKeptAndSentLater() async throws {
            try await Flow.running { flow, hop, _ in
                let path = "/api/bindings/\(flow.vhost.name)/e/\(Catalogue.exchange)/q/\(ServiceName.scoring.queue)"
                try await flow.vhost.call("DELETE", path + "/lead.registered.v1", nil)
                try await flow.offer(Scale.leads)
                try await eventually("events come back") { flow.door.messenger.metrics.unroutable.value > 0 }
                #expect(try await flow.count("SELECT count(*) FROM intake.outbox") > 0)
                #expect(hop.messenger.metrics.handled.value == 0)
                try await flow.vhost.call("POST", path, #"{"routing_key":"lead.registered.v1"}"#)
            }
        }
    }
}

struct Stumbled: Error {}
