import Messaging
import Telemetry
import Testing

@Suite struct SpanContextTests {
    private static let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func aContextIsReadAndWrittenAsItWas() throws {
        let context = try #require(SpanContext(Self.good))
        #expect(context.traceparent == Self.good && context.isSampled)
        #expect(context.traceID == "0af7651916cd43dd8448eb211c80319c")
        let silent = try #require(SpanContext(Self.good.dropLast() + "0"))
        #expect(!silent.isSampled && silent.child().traceparent.hasSuffix("-00"))
        #expect(silent.child().traceID == context.traceID && silent.child().spanID != silent.spanID)
    }

    @Test func everyDigitIsWritten() {
        let context = SpanContext(traceHigh: 0x0123_4567_89ab_cdef, traceLow: .max, spanID: 1 << 63, isSampled: true)
        #expect(context.traceparent == "00-0123456789abcdefffffffffffffffff-8000000000000000-01")
        #expect(SpanContext(context.traceparent) == context)
    }

    /// The specification: a later version may say more after the flags, this one may not.
    @Test func laterVersionsAreReadAsFarAsTheyAreKnown() {
        #expect(SpanContext("01" + Self.good.dropFirst(2) + "-more")?.traceID == "0af7651916cd43dd8448eb211c80319c")
        #expect(SpanContext("01" + Self.good.dropFirst(2)) != nil)
        #expect(SpanContext(Self.good.dropLast(2) + "03")?.isSampled == true)
    }

    @Test(arguments: [
        "", "00", good + "-more", "01" + good.dropFirst(2) + "more", "ff" + good.dropFirst(2), good.uppercased(),
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0é", String(repeating: "-", count: 55),
    ])
    func whatIsNotWellFormedIsNoContext(text: String) {
        #expect(SpanContext(text) == nil)
    }

    @Test func aRatioTakesItsShareOfTracesAndAlwaysTheSame() {
        let contexts = (0..<20_000).map { _ in SpanContext.root() }
        for (ratio, share) in [(0.0, 0...0), (0.1, 1600...2400), (0.5, 9400...10_600), (1.0, 20_000...20_000)] {
            let tracer = Tracer(ratio: ratio)
            let sampled = contexts.filter(tracer.samples)
            #expect(share.contains(sampled.count), "\(ratio): \(sampled.count)")
            #expect(sampled.allSatisfy { Tracer(ratio: ratio).samples($0.child()) })
        }
    }
}
