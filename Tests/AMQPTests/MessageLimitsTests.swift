import Testing

@testable import AMQP

@Suite struct MessageLimitsTests {
    private static let long = String(repeating: "é", count: 128)  // 256 bytes, 128 characters

    private func problem(_ change: (inout AMQPOutgoing) -> Void) -> String? {
        var outgoing = AMQPOutgoing(exchange: "e", routingKey: "k", message: AMQPMessage(body: [1]))
        change(&outgoing)
        return MessageLimits.problem(outgoing)
    }

    @Test func textsAreMeasuredInBytes() {
        #expect(problem { $0.exchange = Self.long } == "exchange longer than 255 bytes")
        #expect(problem { $0.routingKey = Self.long } == "routing key longer than 255 bytes")
        #expect(problem { $0.message.properties.messageID = Self.long } == "message id longer than 255 bytes")
        #expect(problem { $0.message.properties.type = Self.long } == "type longer than 255 bytes")
        #expect(problem { $0.message.properties.correlationID = Self.long } != nil)
        #expect(problem { $0.message.properties.contentType = Self.long } != nil)
        #expect(problem { $0.message.properties.contentEncoding = Self.long } != nil)
        #expect(problem { $0.message.properties.appID = Self.long } != nil)
        #expect(problem { $0.routingKey = String(repeating: "k", count: 255) } == nil)
    }

    @Test func headersMustFitOneFrame() {
        let headers: [String: AMQPValue] = ["h": .bytes([UInt8](repeating: 0, count: 131_072))]
        #expect(problem { $0.message.properties.headers = headers } == "headers larger than a frame")
        #expect(problem { $0.message.properties.headers = [Self.long: 1] } == "a header's name longer than 255 bytes")
        let inner: [String: AMQPValue] = ["a": .array([.table([Self.long: 1])])]
        #expect(problem { $0.message.properties.headers = inner } == "a header's name longer than 255 bytes")
    }

    @Test func nestingIsBounded() {
        var value = AMQPValue.null
        for _ in 0..<20 { value = .array([value]) }
        let deep = value
        #expect(problem { $0.message.properties.headers = ["h": deep] } == "headers nested too deep")
    }

    @Test func bodiesAreBounded() {
        let body = [UInt8](repeating: 0, count: MessageLimits.largestBody + 1)
        #expect(problem { $0.message.body = body } == "body larger than 16 MiB")
    }
}
