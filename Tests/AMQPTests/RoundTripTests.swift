import Foundation
import Testing

@testable import AMQP

@Suite struct RoundTripTests {
    private func roundTrip(_ message: AMQPMessage) async throws -> AMQPMessage? {
        var result: AMQPMessage?
        try await Scene.run { scene in
            let publisher = scene.publisher()
            let outgoing = AMQPOutgoing(exchange: "", routingKey: scene.queue, message: message)
            #expect(await publisher.publish([outgoing]) == [.confirmed])
            let consumer = scene.consumer()
            result = try await consumer.take(1).first?.message
            await publisher.close()
            await consumer.close()
        }
        return result
    }

    @Test func everyPropertyAndHeaderTypeSurvives() async throws {
        let nested: [String: AMQPValue] = ["queue": "q", "count": 3, "reasons": .array(["expired", .null, true])]
        let message = AMQPMessage(
            properties: AMQPProperties(
                messageID: "0190f5d2-0000-7000-8000-000000000000",
                type: "lead.scored.v1",
                correlationID: "c",
                contentType: "application/json",
                contentEncoding: "gzip",
                appID: "scoring",
                persistent: true,
                timestamp: Date(timeIntervalSince1970: 1_700_000_000),
                headers: [
                    "text": "dénomination ☀️", "empty": "", "int": .int(.min), "max": .int(.max), "yes": true,
                    "no": false, "double": .double(-0.125), "bytes": .bytes([0, 255, 10]), "null": .null,
                    "time": .timestamp(Date(timeIntervalSince1970: 1)), "table": .table(nested),
                    "x-death": .array([.table(nested), .table([:])]), "none": .array([]),
                ]
            ),
            body: Array("{\"siren\":\"542065479\"}".utf8)
        )
        #expect(try await roundTrip(message) == message)
    }

    @Test func nothingSetIsNothingRead() async throws {
        let bare = AMQPMessage(properties: AMQPProperties(persistent: false), body: [])
        #expect(try await roundTrip(bare) == bare)
    }

    @Test func aBodyOfManyFramesArrivesWhole() async throws {
        let body = (0..<2 * 1024 * 1024).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        #expect(try await roundTrip(AMQPMessage(body: body))?.body == body)
    }

    @Test func aBodyOfExactlyOneFrameArrivesWhole() async throws {
        for size in [BrokerLink.frameMaximum - 8, BrokerLink.frameMaximum - 7] {
            let body = [UInt8](repeating: 9, count: size)
            #expect(try await roundTrip(AMQPMessage(body: body))?.body == body)
        }
    }

    @Test func whatTheBrokerWritesIntoADeadLetterCanBeRead() async throws {
        try await Scene.run { dead in
            let arguments: [String: AMQPValue] = [
                "x-dead-letter-exchange": "", "x-dead-letter-routing-key": .string(dead.queue),
            ]
            try await Scene.run(arguments: arguments) { scene in
                try await scene.fill(1)
                let consumer = scene.consumer()
                consumer.reject(try await consumer.take(1)[0].tag, requeue: false)
                let grave = dead.consumer()
                let letter = try #require(try await grave.take(1).first)
                let death = letter.message.properties.headers["x-death"]?.array?.first?.table
                #expect(death?["queue"] == .string(scene.queue))
                #expect(death?["reason"] == "rejected")
                #expect(death?["count"] == 1)
                guard case .timestamp = death?["time"] else { Issue.record("no time of death"); return }
                await consumer.close()
                await grave.close()
            }
        }
    }
}
