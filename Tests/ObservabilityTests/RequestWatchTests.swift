import Contracts
import Foundation
import Hummingbird
import Logging
import Messaging
import MessagingSupport
import Postgres
import Telemetry
import Testing

@testable import ServiceKit
@testable import TraceCollector

@Suite struct RequestWatchTests {
    private static let caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    /// A door that announces, one that fails and says so in its log, and one that refuses.
    private func router(
        _ scene: TraceScene,
        _ service: TraceScene.Service,
        tracing: Bool
    ) -> Router<ServiceRequestContext> {
        let router = Router(context: ServiceRequestContext.self)
        router.add(middleware: RequestWatch(meter: RequestMeter(), tracer: tracing ? service.tracer : nil))
        let logger = scene.lines.logger("ingest")
        router.post("/people/:name") { _, _ in
            try await service.messenger.commit { _ in ((), [Sample.registered()]) }
            return "done"
        }
        router.get("/fails/:name") { _, _ -> String in
            logger.error("request failed", metadata: ["error": "Careless"])
            throw Careless()
        }
        router.get("/refuses") { _, _ -> String in throw HTTPError(.conflict) }
        router.get("/health/ready") { _, _ in "ready" }
        return router
    }

    @Test func aCallersTraceIsCarriedOnByRouteAndNotByPath() async throws {
        try await RunningCollector.run { collector in
            try await TraceScene.run { scene in
                let service = try scene.service(.ingest, to: collector.url) { _ in }
                let client = Caller()
                try await scene.running([service]) {
                    try await LocalServer.run(router(scene, service, tracing: true)) { base in
                        let carried = ["traceparent": Self.caller]
                        let statuses = [
                            try await client.post(base + "/people/quatrehomme", carried),
                            try await client.get(base + "/fails/quatrehomme"),
                            try await client.get(base + "/refuses", ["traceparent": "nonsense"]),
                            try await client.get(base + "/none/quatrehomme"),
                            try await client.get(base + "/health/ready"),
                        ]
                        #expect(statuses == [200, 500, 409, 404, 200])
                    }
                }
                await client.close()

                #expect(collector.store.complaints == [])
                let servers = collector.store.spans.filter { $0.kind == 2 }
                let names: Set = ["POST /people/{name}", "GET /fails/{name}", "GET /refuses", "GET"]
                #expect(Set(servers.map(\.name)) == names)
                let door = try #require(servers.first { $0.name.hasPrefix("POST") })
                let announced = try #require(collector.store.spans.first { $0.kind == 4 })
                #expect(door.traceID == "0af7651916cd43dd8448eb211c80319c" && door.parentID == "b7ad6b7169203331")
                #expect(announced.parentID == door.spanID && announced.traceID == door.traceID)
                #expect(door.attributes["http.response.status_code"] == "200" && door.error == nil)
                let failed = try #require(servers.first { $0.name.contains("fails") })
                #expect(failed.error == "500" && failed.attributes["error.type"] == "500" && failed.parentID == nil)
                #expect(servers.count == 4 && servers.filter { $0.error != nil }.count == 1)
                #expect(!Person.isIn("\(collector.store.spans)"))
                // What is said while a request is answered carries its trace.
                let line = try #require(try scene.lines.objects().first { $0["message"] == "request failed" })
                #expect(line["trace_id"] == failed.traceID)
            }
        }
    }

    @Test func aServiceThatDoesNotTraceCarriesItOnAllTheSame() async throws {
        try await TraceScene.run { scene in
            let service = try scene.service(.ingest, to: "http://127.0.0.1:1") { _ in }
            scene.broker.declare(.init(name: "scoring.in", types: [LeadRegistered.type]))
            let client = Caller()
            try await scene.running([service]) {
                try await LocalServer.run(router(scene, service, tracing: false)) { base in
                    let status = try await client.post(base + "/people/x", ["traceparent": Self.caller])
                    #expect(status == 200)
                }
            }
            await client.close()
            let traceparent = try #require(scene.broker.published.first?.envelope.traceparent)
            #expect(SpanContext(traceparent)?.traceID == SpanContext(Self.caller)?.traceID)
            #expect(traceparent != Self.caller)
        }
    }

    @Test func requestsAreCountedByClass() {
        let meter = RequestMeter()
        for status in [200, 204, 301, 404, 500, 503, 999, 0] { meter.answered(status, after: .milliseconds(2)) }
        let text = MetricsPage(.none, meter.families).text
        #expect(text.contains("filon_http_requests_total{status=\"2xx\"} 2\n"))
        #expect(text.contains("filon_http_requests_total{status=\"4xx\"} 1\n"))
        #expect(text.contains("filon_http_requests_total{status=\"5xx\"} 3\n"))
        #expect(text.contains("filon_http_request_seconds_count 8\n"))
    }
}
