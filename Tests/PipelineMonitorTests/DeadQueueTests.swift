import AMQP
import Contracts
import Foundation
import Logging
import MessagingSupport
import Postgres
import TestSupport
import Testing

@testable import PipelineMonitor

/// Against the real broker: messages that it gives up after its delivery limit.
@Suite struct DeadQueueTests {
    private static let queue = "scoring.in"

    /// A virtual host with scoring's queue, under a policy like the shipped one but for the limit: one delivery.
    private func broker(_ body: (TestVhost) async throws -> Void) async throws {
        let vhost = try await TestVhost.make()
        do {
            try await vhost.call(
                "PUT",
                "/api/policies/\(vhost.name)/core",
                """
                {"pattern": "\\\\.in$", "apply-to": "queues", "definition": {"delivery-limit": 1,
                    "dead-letter-exchange": "dlx", "dead-letter-strategy": "at-least-once",
                    "overflow": "reject-publish"}}
                """
            )
            let admin = AMQPAdmin(AMQPConfig(url: vhost.url, connectionName: "test"))
            try await admin.declare(
                AMQPTopology(
                    exchanges: [.init("dlx", kind: .topic)],
                    queues: [.quorum(Catalogue.deadQueue)],
                    bindings: [.init(exchange: "dlx", queue: Catalogue.deadQueue, routingKey: "#")]
                )
            )
            await admin.close()
            try await body(vhost)
        } catch {
            await vhost.drop()
            throw error
        }
        await vhost.drop()
    }

    private func publish(_ messages: [AMQPMessage], to queue: String, on vhost: TestVhost) async throws {
        var topology = AMQPTopology()
        topology.queues = [.quorum(Self.queue)]
        let publisher = AMQPPublisher(AMQPConfig(url: vhost.url, connectionName: "test"), topology: topology)
        publisher.start()
        let outcomes = await publisher.publish(
            messages.map { AMQPOutgoing(exchange: "", routingKey: queue, message: $0) }
        )
        await publisher.close()
        #expect(outcomes.allSatisfy { if case .confirmed = $0 { true } else { false } })
    }

    /// Gives every message back until the broker has given all of them up.
    private func refuseAll(on vhost: TestVhost, _ isOver: () async throws -> Bool) async throws {
        let consumer = AMQPConsumer(
            AMQPConfig(url: vhost.url, connectionName: "test"),
            queue: Self.queue,
            prefetch: 10
        )
        consumer.start()
        let refusing = Task {
            while let taken = try? await consumer.next(upTo: 10), !taken.isEmpty {
                for delivery in taken { consumer.reject(delivery.tag, requeue: true) }
            }
        }
        let result = await Result { try await eventually("all are given up", isOver) }
        refusing.cancel()
        await refusing.value
        await consumer.close()
        try result.get()
    }

    private func draining(_ scene: Scene, _ vhost: TestVhost, _ body: () async throws -> Void) async throws {
        let config = scene.database.config(role: "filon_pipeline_monitor")
        let pool = PostgresPool(config, size: 2)
        let drain = DeadQueue(
            url: vhost.url,
            database: pool,
            metrics: GivenUpMetrics(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let draining = Task { await drain.drain() }
        let result = await Result { try await body() }
        draining.cancel()
        await draining.value
        await pool.close()
        try result.get()
    }

    private func letters(_ scene: Scene) async throws -> [String] {
        try await scene.database.withSession { session in
            try await session.query(
                """
                SELECT concat_ws('|', handler, service, type, error_class, state, message_id, company_id, lead_id,
                    department_id, convert_from(body, 'UTF8'), headers ->> 'correlationId')
                FROM msg.dead_letter ORDER BY type
                """
            ).values(as: String.self)
        }
    }

    private func depth(of queue: String, on vhost: TestVhost) async throws -> Int? {
        let admin = AMQPAdmin(AMQPConfig(url: vhost.url, connectionName: "test"))
        let depth = try await admin.queueDepth(queue)?.messages
        await admin.close()
        return depth
    }

    @Test func whatTheBrokerGivesUpBecomesARow() async throws {
        try await Scene.with { scene in
            try await broker { vhost in
                let (id, company, lead, story) = (UUIDv7.make(), UUID(), UUID(), UUID())
                func text(_ id: UUID) -> String { id.uuidString.lowercased() }
                let whole = AMQPMessage(
                    properties: AMQPProperties(
                        messageID: text(id),
                        type: "lead.registered.v1",
                        correlationID: text(story),
                        headers: [
                            "x-company-id": .string(text(company)), "x-department": "commercial",
                            "cloudEvents_subject": .string("lead/\(text(lead))"),
                        ]
                    ),
                    body: Array("{}".utf8)
                )
                let bare = AMQPMessage(
                    properties: AMQPProperties(messageID: "no identity", type: "nonsense"),
                    body: Array("{cut".utf8)
                )
                try await draining(scene, vhost) {
                    try await publish([whole, bare], to: Self.queue, on: vhost)
                    try await refuseAll(on: vhost) { try await letters(scene).count == 2 }
                    try await eventually("the queue is empty") {
                        try await depth(of: Catalogue.deadQueue, on: vhost) == 0
                    }
                }

                let kept = try await letters(scene)
                let plain = "scoring.in|scoring|lead.registered.v1|broker_delivery_limit|open"
                #expect(
                    kept.first
                        == "\(plain)|\(text(id))|\(text(company))|\(text(lead))|commercial|{}|\(text(story))"
                )
                #expect(kept.last?.hasPrefix("scoring.in|scoring|nonsense|broker_delivery_limit|open|") == true)
                #expect(kept.last?.hasSuffix("|{cut") == true)
            }
        }
    }

    @Test func whatCannotBeWrittenStaysWithTheBrokerAndKeepsNothingElseOut() async throws {
        try await Scene.with { scene in
            try await scene.database.withSession { session in
                try await session.execute(
                    unchecked: """
                        CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                            IF NEW.type = 'unfit' THEN RAISE 'unfit' USING ERRCODE = '22P05'; END IF; RETURN NEW;
                        END $$;
                        CREATE TRIGGER refuse BEFORE INSERT ON msg.dead_letter FOR EACH ROW
                            EXECUTE FUNCTION public.refuse()
                        """
                )
            }
            try await broker { vhost in
                let messages = ["good", "unfit", "fine"].map { type in
                    AMQPMessage(
                        properties: AMQPProperties(messageID: UUIDv7.make().uuidString, type: type),
                        body: Array("{}".utf8)
                    )
                }
                try await draining(scene, vhost) {
                    try await publish(messages, to: Catalogue.deadQueue, on: vhost)
                    try await eventually("the others are kept") { try await letters(scene).count == 2 }
                }
                try await eventually("the broker has the other back") {
                    try await depth(of: Catalogue.deadQueue, on: vhost) == 1
                }

                try await scene.database.withSession { session in
                    try await session.execute(unchecked: "DROP TRIGGER refuse ON msg.dead_letter")
                }
                try await draining(scene, vhost) {
                    try await eventually("it is kept, too") { try await letters(scene).count == 3 }
                    try await eventually("the queue is empty") {
                        try await depth(of: Catalogue.deadQueue, on: vhost) == 0
                    }
                }
            }
        }
    }

    @Test func whatIsDeliveredTwiceIsOneRowAndWhatIsNoMessageOfOursIsKept() async throws {
        try await Scene.with { scene in
            try await broker { vhost in
                let bare = AMQPMessage(
                    properties: AMQPProperties(headers: ["x-company-id": "none", "x-death": "nonsense"]),
                    body: [0, 0xFF]
                )
                let same = AMQPMessage(
                    properties: AMQPProperties(messageID: UUIDv7.make().uuidString, type: "a\u{0}b"),
                    body: []
                )
                try await draining(scene, vhost) {
                    try await publish([bare, bare, same, same], to: Catalogue.deadQueue, on: vhost)
                    try await eventually("the queue is empty") {
                        let found = try await scene.database.withSession { session in
                            try await session.query("SELECT type FROM msg.dead_letter ORDER BY type")
                                .values(as: String.self)
                        }
                        let isEmpty = try await depth(of: Catalogue.deadQueue, on: vhost) == 0
                        return isEmpty && found == ["ab", "dead"]
                    }
                }
            }
        }
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
