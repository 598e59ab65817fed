import Contracts
import Foundation
import Hummingbird
import Messaging
import Telemetry

/// `GET /health/live`, `/health/ready`, `/metrics` (Prometheus text format 0.0.4) and `/version`.
struct HealthRoutes: Sendable {
    let service: ServiceName
    let context: ServiceContext
    let gatekeeper: Gatekeeper
    let more: @Sendable () -> [MetricFamily]
    private let process = ProcessMetrics()

    init(
        service: ServiceName,
        context: ServiceContext,
        gatekeeper: Gatekeeper,
        more: @escaping @Sendable () -> [MetricFamily]
    ) {
        self.service = service
        self.context = context
        self.gatekeeper = gatekeeper
        self.more = more
    }

    func add(to router: Router<ServiceRequestContext>) {
        router.get("/health/live") { _, _ in "live\n" }
        router.get("/health/ready") { _, _ in ready() }
        router.get("/metrics") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: MetricsPage.contentType],
                body: .init(byteBuffer: .init(string: metrics()))
            )
        }
        router.get("/version") { _, _ in version() }
    }

    private func version() -> Response {
        func part(_ needs: Int, _ found: Int?) -> String {
            "{\"needs\":\(needs),\"found\":\(found.map(String.init) ?? "null")}"
        }
        let found = gatekeeper.found
        return json(
            .ok,
            "{\"service\":\"\(service.rawValue)\",\"version\":\"\(Version.current)\",\"tag\":\"v\(Version.current)\","
                + "\"schema\":\(part(gatekeeper.needs, found?.own)),"
                + "\"messaging\":\(part(Messenger.plumbingVersion, found?.plumbing))}"
        )
    }

    private func ready() -> Response {
        let missing = missing
        if missing.isEmpty { return json(.ok, "{\"ready\":true}") }
        let list = missing.map(JSONLog.quote).joined(separator: ",")
        return json(.serviceUnavailable, "{\"ready\":false,\"missing\":[\(list)]}")
    }

    func metrics() -> String {
        let state = [
            MetricFamily(.gauge, "filon_ready", "1 while the service is ready", missing.isEmpty ? 1 : 0), build,
        ]
        var page = MetricsPage(Labels(["service": service.rawValue]), context.messenger.families)
        page.add(state + process.families + more())
        return page.text
    }

    private var build: MetricFamily {
        var family = MetricFamily(.gauge, "filon_build_info", "The release that runs; always 1")
        family.add(1, Labels(["version": Version.current]))
        return family
    }

    /// What keeps the service from being ready, for people.
    private var missing: [String] { gatekeeper.objection.map { [$0] } ?? context.messenger.missing }

    private func json(_ status: HTTPResponse.Status, _ body: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: .init(string: body))
        )
    }
}
