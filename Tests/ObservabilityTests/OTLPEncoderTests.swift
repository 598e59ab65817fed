import Foundation
import Testing

@testable import Telemetry

@Suite struct OTLPEncoderTests {
    /// The whole of a span, letter by letter.
    @Test func aSpanIsWrittenAsTheProtocolSays() throws {
        let id = try #require(UUID(uuidString: "0190A1B2-C3D4-7E5F-8091-A2B3C4D5E6F7"))
        let context = SpanContext(traceHigh: 0x0af7_6519_16cd_43dd, traceLow: 0x8448, spanID: 0xb7, isSampled: true)
        var span = Span(
            context,
            parentID: 0x1234_5678_9abc_def0,
            SpanShape("a \"name\"\n", .consumer, [SpanAttribute("messaging.system", .text("rabbitmq"))]),
            start: 1_790_000_000_000_000_001,
            end: 5,
            [SpanAttribute("id", .id(id)), SpanAttribute("n", .number(-7))]
        )
        let none = try #require(UUID(uuidString: "00000000-0000-0000-0000-000000000000"))
        span.message = (id, none)
        span.events = [SpanEvent("retry", at: 18_000_000_000_000_000_000, [SpanAttribute("ms", .number(.max))])]
        span.link = context.child(1)
        span.error = "sql_23505"
        let bytes = OTLPEncoder(resource: [SpanAttribute("service.name", .text("é"))]).encode([span][...])
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"é"}}]},\
                "scopeSpans":[{"scope":{"name":"filon"},"spans":[{"traceId":"0af7651916cd43dd0000000000008448",\
                "spanId":"00000000000000b7","parentSpanId":"123456789abcdef0",\
                "startTimeUnixNano":"1790000000000000001","endTimeUnixNano":"1790000000000000001",\
                "name":"a \\"name\\"\\u000a","kind":5,\
                "attributes":[{"key":"messaging.system","value":{"stringValue":"rabbitmq"}},\
                {"key":"messaging.message.id","value":{"stringValue":"0190a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7"}},\
                {"key":"messaging.message.conversation_id",\
                "value":{"stringValue":"00000000-0000-0000-0000-000000000000"}},\
                {"key":"id","value":{"stringValue":"0190a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7"}},\
                {"key":"n","value":{"intValue":"-7"}}],\
                "events":[{"timeUnixNano":"18000000000000000000","name":"retry",\
                "attributes":[{"key":"ms","value":{"intValue":"9223372036854775807"}}]}],\
                "links":[{"traceId":"0af7651916cd43dd0000000000008448","spanId":"0000000000000001"}],\
                "status":{"code":2,"message":"sql_23505"}}]}]}]}
                """
        )
    }
}
