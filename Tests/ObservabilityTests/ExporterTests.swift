import Foundation
import MessagingSupport
import Synchronization
import Testing

@testable import Telemetry

/// What the exporter does with a collector's answers; the answers themselves are scripted.
@Suite struct ExporterTests {
    /// Says what it was told to say, the last for ever.
    private final class Script: Sendable {
        private let answers: Mutex<[SpanDelivery]>
        private let seen = Mutex<[Int]>([])
        let news = Mutex<[String]>([])

        init(_ answers: [SpanDelivery]) { self.answers = Mutex(answers) }

        /// How many spans each request held.
        var requests: [Int] { seen.withLock { $0 } }

        func answer(_ body: [UInt8]) -> SpanDelivery {
            let count = String(decoding: body, as: UTF8.self).matches(of: #/"spanId"/#).count
            seen.withLock { $0.append(count) }
            return answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
    }

    private let shape = SpanShape("work", .internal)

    private func spans(_ count: Int) -> [Span] {
        (1...count).map { number in
            let context = SpanContext(traceHigh: 1, traceLow: 2, spanID: UInt64(number), isSampled: true)
            return Span(context, parentID: 0, shape, start: SpanClock.now, end: SpanClock.now)
        }
    }

    private func exporter(_ tracer: Tracer, _ script: Script) -> SpanExporter {
        SpanExporter(tracer, resource: []) { body in
            script.answer(body)
        } report: { text in
            script.news.withLock { $0.append(text) }
        }
    }

    private func dropped(_ tracer: Tracer) -> [Int] {
        [tracer.meter.full.value, tracer.meter.refused.value, tracer.meter.unreachable.value]
    }

    @Test func whatComesTogetherGoesTogetherInBatches() async throws {
        let (tracer, script) = (Tracer(), Script([.taken(rejected: 0)]))
        tracer.record(spans(1200))
        let exporter = exporter(tracer, script)
        exporter.start()
        try await eventually("all are taken") { tracer.meter.exported.value == 1200 }
        await exporter.stop(within: .seconds(5))
        #expect(script.requests == [512, 512, 176])
        #expect(dropped(tracer) == [0, 0, 0] && script.news.withLock { $0 } == [])
    }

    @Test func whatIsNotTakenNowIsSentAgainAndToldOnce() async throws {
        let wait = SpanDelivery.later(after: .milliseconds(1), reason: "503")
        let (tracer, script) = (Tracer(), Script([wait, wait, .taken(rejected: 0)]))
        let exporter = exporter(tracer, script)
        exporter.start()
        tracer.record(spans(3))
        try await eventually("they are taken") { tracer.meter.exported.value == 3 }
        await exporter.stop(within: .seconds(5))
        #expect(script.requests == [3, 3, 3])
        #expect(script.news.withLock { $0 } == ["spans are not taken: 503", "spans are taken again"])
    }

    @Test func whatIsRefusedIsNotSentAgain() async throws {
        let (tracer, script) = (Tracer(), Script([.refused(reason: "400"), .taken(rejected: 2)]))
        let exporter = exporter(tracer, script)
        exporter.start()
        tracer.record(spans(3))
        try await eventually("they are gone") { tracer.meter.refused.value == 3 }
        tracer.record(spans(5))
        try await eventually("the next are taken in part") { tracer.meter.exported.value == 3 }
        await exporter.stop(within: .seconds(5))
        #expect(script.requests == [3, 5])
        #expect(dropped(tracer) == [0, 5, 0])
    }

    @Test func patienceEndsAndTheNextAreTried() async throws {
        let (tracer, script) = (Tracer(), Script([.later(after: .milliseconds(1), reason: "away")]))
        let exporter = exporter(tracer, script)
        exporter.start()
        tracer.record(spans(3))
        try await eventually("they are given up") { tracer.meter.unreachable.value == 3 }
        #expect(script.requests == [3, 3, 3, 3, 3])
        await exporter.stop(within: .seconds(5))
        #expect(script.news.withLock { $0 } == ["spans are not taken: away"])
    }

    @Test func memoryHoldsSoManyAndTheRestIsCounted() {
        let tracer = Tracer(capacity: 10)
        for _ in 0..<3 { tracer.record(spans(6)) }
        tracer.record(spans(1)[0])
        #expect(tracer.meter.full.value == 9)
        #expect(tracer.buffer.takeAll().count == 10)
        tracer.record(spans(4))
        #expect(tracer.buffer.takeAll().count == 4)
    }

    @Test func theEndInterruptsAWaitAndTriesOnce() async throws {
        let (tracer, script) = (Tracer(), Script([.later(after: .seconds(3600), reason: "429")]))
        let exporter = exporter(tracer, script)
        exporter.start()
        tracer.record(spans(3))
        try await eventually("it waits") { script.requests.count == 1 }
        tracer.record(spans(600))
        await exporter.stop(within: .seconds(30))
        // The first once more; of what came meanwhile nothing, since that failed.
        #expect(script.requests == [3, 3])
        #expect(dropped(tracer) == [0, 0, 603])
        tracer.record(spans(1))
        #expect(tracer.meter.full.value == 1)
    }
}
