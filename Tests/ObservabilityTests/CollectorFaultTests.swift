import Contracts
import Foundation
import Messaging
import MessagingSupport
import Postgres
import Telemetry
import Testing

@testable import TraceCollector

/// Whatever the collector does, the messages are handled and the service ends.
@Suite struct CollectorFaultTests {
    /// Handles twenty messages while the collector misbehaves, and gives back the tracing service's numbers.
    private func handling(_ url: String, _ body: (TraceScene.Service) async throws -> Void) async throws {
        try await TraceScene.run { scene in
            let service = try scene.service(.scoring, to: url) { $0.hear(PassOn<LeadRegistered>()) }
            try await scene.running([service]) {
                let messages = try (0..<20).map { _ in try OutgoingMessage(Sample.registered(), cause: .root) }
                _ = await scene.broker.publisher(name: "test").publish(messages)
                try await eventually("all are handled") { service.messenger.metrics.handled.value == 20 }
                try await body(service)
            }
            #expect(service.messenger.metrics.retried.value == 0 && service.messenger.metrics.deadLettered.value == 0)
        }
    }

    private func value(_ name: String, _ service: TraceScene.Service) -> Int {
        let lines = MetricsPage(.none, service.tracer.meter.families).text.split(separator: "\n")
        return lines.first { $0.hasPrefix(name + " ") }.flatMap { Int($0.split(separator: " ")[1]) } ?? -1
    }

    @Test func oneThatIsNotThere() async throws {
        try await handling("http://127.0.0.1:1") { service in
            #expect(value("filon_spans_exported_total", service) == 0)
        }
    }

    @Test func oneThatNeverAnswers() async throws {
        try await RunningCollector.run { collector in
            collector.store.misbehave(.init(hangs: true))
            try await handling(collector.url) { service in
                try await eventually("it was asked") { collector.store.requests >= 1 }
                #expect(value("filon_spans_exported_total", service) == 0)
            }
        }
    }

    @Test(arguments: [429, 502, 503, 504]) func oneThatHasNoTimeGetsThemAgain(status: Int) async throws {
        try await RunningCollector.run { collector in
            collector.store.misbehave(.init(status: status, retryAfter: "0", times: 2))
            try await handling(collector.url) { service in
                try await eventually("they are taken") { collector.store.spans.count { $0.kind == 5 } >= 20 }
                #expect(value("filon_spans_dropped_total{reason=\"unreachable\"}", service) == 0)
            }
            #expect(collector.store.complaints == [])
            #expect(collector.store.requests >= 3)
            // Each once, however often it was sent.
            #expect(Set(collector.store.spans.map(\.spanID)).count == collector.store.spans.count)
        }
    }

    @Test(arguments: [400, 401, 404, 413, 500, 302]) func oneThatRefusesIsNotAskedAgain(status: Int) async throws {
        try await RunningCollector.run { collector in
            collector.store.misbehave(.init(status: status, times: 1))
            try await handling(collector.url) { service in
                try await eventually("they are given up") {
                    value("filon_spans_dropped_total{reason=\"refused\"}", service) > 0
                }
            }
        }
    }

    @Test(arguments: ["{\"partialSuccess\":{\"rejectedSpans\":\"3\"}}", "{\"partialSuccess\":{\"rejectedSpans\":3}}"])
    func whatIsRejectedInPartIsCounted(body: String) async throws {
        try await RunningCollector.run { collector in
            collector.store.misbehave(.init(status: 200, body: body))
            try await handling(collector.url) { service in
                try await eventually("they are counted") {
                    value("filon_spans_dropped_total{reason=\"refused\"}", service) >= 3
                }
            }
        }
    }

    @Test(arguments: ["", "no JSON", "[]", "{\"partialSuccess\":7}", "{\"partialSuccess\":{\"rejectedSpans\":-5}}"])
    func whateverStandsInAnAnswerIsHarmless(body: String) async throws {
        try await RunningCollector.run { collector in
            collector.store.misbehave(.init(status: 200, body: body))
            try await handling(collector.url) { service in
                try await eventually("they count as taken") { value("filon_spans_exported_total", service) >= 20 }
                #expect(value("filon_spans_dropped_total{reason=\"refused\"}", service) == 0)
            }
        }
    }
}
