import Contracts
import Foundation
import MessagingSupport
import Postgres
import TestSupport
import Testing

@testable import AMQP
@testable import Messaging

/// A person's name, address and number go through every way to fail; no log line and no stored error may hold them.
@Suite struct MessagePrivacyTests {
    /// Errors as they are kept: all that is neither the message itself nor its identity.
    private func storedErrors(_ scene: TraceScene) async throws -> [String] {
        try await scene.database.withSession { session in
            try await session.query(
                """
                SELECT concat_ws(' ', handler, reason, error_class, note) FROM msg.dead_letter
                UNION ALL SELECT concat_ws(' ', handler, error_class, error) FROM scoring.retry
                UNION ALL SELECT concat_ws(' ', handler, error_class, error) FROM intake.retry
                UNION ALL SELECT last_error FROM scoring.outbox WHERE last_error IS NOT NULL
                """
            ).values(as: String.self)
        }
    }

    private func message(_ type: String, to queue: String, _ body: String) -> OutgoingMessage {
        var message = OutgoingMessage(
            envelope: Envelope(type: type, subject: "lead/\(Person.name)", traceparent: Trace.child(of: nil)),
            body: Array(body.utf8)
        )
        message.target = queue
        return message
    }

    /// What a handler may do with what it hears.
    private enum Way: String, CaseIterable, Sendable {
        case throwsIt, doublesIt, casts, violates, rejects

        func take(_ delivery: Delivery<LeadRegistered>, _ tx: isolated PostgresSession) throws -> Outcome {
            switch self {
            case .throwsIt: throw Careless()
            case .doublesIt:
                for _ in 0..<2 { try tx.execute("INSERT INTO people_known VALUES ($1, $2)", Person.email, Person.name) }
            case .casts: try tx.query("SELECT $1::text::integer", Person.phone + "x")
            case .violates: try tx.execute("INSERT INTO people_known VALUES ($1, NULL)", Person.email)
            case .rejects: return .reject(reason: "the lead is not known")
            }
            return .done
        }
    }

    @Test func whatFailsInAHandlerOrBeforeItSaysNothingOfThePerson() async throws {
        try await TraceScene.run { scene in
            try await scene.database.withSession { session in
                try await session.execute(
                    unchecked: """
                        CREATE TABLE scoring.people_known (email text PRIMARY KEY, name text NOT NULL);
                        GRANT ALL ON scoring.people_known TO filon_scoring
                        """
                )
            }
            let service = try scene.service(.scoring, to: "http://127.0.0.1:1") {
                $0.hear(
                    PassOn<LeadRegistered> { delivery, tx in
                        try Way(rawValue: delivery.message.source)?.take(delivery, tx) ?? .done
                    }
                )
            }
            let broken = [
                "{\"leadId\":\"\(Person.name)\"}", "{\"\(Person.email)\":", "\"\(Person.phone)\"",
                "{\"leadId\":{\"\(Person.email)\":1}}",
            ].map { message(LeadRegistered.type, to: "scoring.in", $0) }
            let failing = try Way.allCases.map { way in
                var lead = Sample.registered(name: Person.name)
                lead.source = way.rawValue
                return try OutgoingMessage(lead, cause: .root)
            }
            let strange = message(Person.email, to: "scoring.in", "{}")
            try await scene.running([service]) {
                try await eventually("it is ready") { service.messenger.isReady }
                _ = await scene.broker.publisher(name: "test").publish(broken + failing + [strange])
                try await eventually("all are buried") {
                    service.messenger.metrics.deadLettered.value == broken.count + failing.count + 1
                }
            }

            let errors = try await storedErrors(scene)
            #expect(errors.count == broken.count + failing.count + 1)
            #expect(errors.filter(Person.isIn) == [])
            #expect(scene.lines.all.filter(Person.isIn) == [])
            #expect(errors.contains { $0.contains("sql_23505") } && errors.contains { $0.contains("sql_22P02") })
            try checkFields(scene)
        }
    }

    /// Whatever names a message names its story, its trace and its handler too.
    private func checkFields(_ scene: TraceScene) throws {
        let lines = try scene.lines.objects().filter { $0["message_id"] != nil }
        #expect(lines.count >= 10)
        for line in lines {
            for field in ["trace_id", "correlation_id", "handler", "type"] { #expect(line[field] != nil, "\(line)") }
            #expect(line["error_class"] != nil && line["error"] != nil, "\(line)")
        }
        let keys = Set(try scene.lines.objects().flatMap(\.keys))
        #expect(keys.allSatisfy { $0.wholeMatch(of: #/[a-z]+(_[a-z]+)*/#) != nil }, "\(keys)")
    }

    @Test func theColumnsOfAnImportedRowAreDataToo() async throws {
        try await TraceScene.run { scene in
            let service = try scene.service(.ingest, to: "http://127.0.0.1:1") { $0.hear(PassOn<CompanySubmitted>()) }
            let body = "{\"department\":\"commercial\",\"source\":\"list\",\"row\":{\"\(Person.email)\":{\"a\":1}}}"
            try await scene.running([service]) {
                try await eventually("it is ready") { service.messenger.isReady }
                let submitted = message(CompanySubmitted.type, to: "ingest.in", body)
                _ = await scene.broker.publisher(name: "test").publish([submitted])
                try await eventually("it is buried") { service.messenger.metrics.deadLettered.value == 1 }
            }
            let errors = try await storedErrors(scene)
            #expect(errors.count == 1 && errors.first?.contains("row.*") == true, "\(errors)")
            #expect((errors + scene.lines.all).filter(Person.isIn) == [])
        }
    }

    /// The one list of maps is whole: no other member of an event has members of any name.
    @Test func everyMapOfAnEventIsKnown() throws {
        let folder = Checkout.root.appending(path: "Shared/Contracts")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix("Events.swift") }
        let maps = try files.flatMap { file in
            try String(contentsOf: file, encoding: .utf8)
                .matches(of: #/(?:var|let) (\w+): (?:\[String: |Dictionary<String, )/#).map { String($0.1) }
        }
        #expect(files.count > 5)
        #expect(Set(maps) == Failure.maps)
    }

    @Test func anEnvelopeThatCannotBeReadSaysNothingOfWhatItHeld() {
        for id in [nil, Person.email, "\0"] {
            let properties = AMQPProperties(messageID: id, type: Person.name, correlationID: Person.phone)
            let delivery = AMQPDelivery(
                message: AMQPMessage(properties: properties, body: []),
                exchange: "evt",
                routingKey: Person.email,
                redelivered: false,
                tag: DeliveryTag(generation: 1, number: 1)
            )
            let inbound = EnvelopeCoding.inbound(delivery)
            #expect(inbound.envelope == nil)
            #expect(inbound.defect.map(Person.isIn) == false)
        }
        #expect(MessageType.safe(Person.email) == "unreadable")
        #expect(MessageType.safe("lead-stage.requested.v12") == "lead-stage.requested.v12")
    }
}
