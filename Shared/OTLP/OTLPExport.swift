public import Foundation
import HTTPClient
public import Logging
public import Telemetry

/// A service's traces on their way to a collector: OTLP over HTTP, in its JSON encoding.
public final class OTLPExport: Sendable {
    private let exporter: SpanExporter
    private let client: HTTPClient

    /// - Parameters:
    ///   - service: `service.name`; the instance's id tells replicas apart.
    public init(
        _ config: OTLPConfig,
        _ tracer: Tracer,
        service: String,
        version: String,
        instance: UUID,
        logger: Logger
    ) {
        let client = HTTPClient(userAgent: "Filon/\(version)", maximumConnectionsPerHost: 2, maximumInFlight: 2)
        self.client = client
        exporter = SpanExporter(
            tracer,
            resource: [
                SpanAttribute("service.namespace", .text("filon")),
                SpanAttribute("service.name", .text(service)),
                SpanAttribute("service.version", .text(version)),
                SpanAttribute("service.instance.id", .id(instance)),
            ],
            send: { body in await OTLPExport.send(body, config, client) },
            report: { text in logger.notice("\(text)") }
        )
    }

    public func start() { exporter.start() }

    /// Sends what is left, once, within `limit`.
    public func stop(within limit: Duration) async {
        await exporter.stop(within: limit)
        await client.close()
    }

    private static func send(_ body: [UInt8], _ config: OTLPConfig, _ client: HTTPClient) async -> SpanDelivery {
        var request = HTTPRequest(.post, config.url, body: body, trust: .operatorConfigured)
        for (name, value) in config.headers { request.headers.add(name, value) }
        request.headers.set("Content-Type", "application/json")
        request.deadline = .seconds(10)
        // Twice is as good as once: spans have identities.
        request.isRepeatable = true
        do {
            return OTLPAnswer.meaning(of: try await client.send(request))
        } catch {
            return .later(after: nil, reason: error.description)
        }
    }
}
