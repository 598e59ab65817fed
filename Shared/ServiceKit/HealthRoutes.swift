import Contracts
import Foundation
import Hummingbird
import Messaging

/// `GET /health/live`, `/health/ready`, `/metrics` (Prometheus text format 0.0.4) and `/version`.
struct HealthRoutes: Sendable {
    let service: ServiceName
    let context: ServiceContext
    let gatekeeper: Gatekeeper
    let more: (@Sendable () -> String)?
    private let started = Date()

    init(
        service: ServiceName,
        context: ServiceContext,
        gatekeeper: Gatekeeper,
        more: (@Sendable () -> String)?
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
                headers: [.contentType: "text/plain; version=0.0.4"],
                body: .init(byteBuffer: .init(string: metrics()))
            )
        }
        router.get("/version") { _, _ in
            json(.ok, "{\"service\":\"\(service.rawValue)\",\"version\":\"\(Version.current)\"}")
        }
    }

    private func ready() -> Response {
        let missing = gatekeeper.objection.map { [$0] } ?? context.messenger.missing
        if missing.isEmpty { return json(.ok, "{\"ready\":true}") }
        let list = missing.map(JSONLog.quote).joined(separator: ",")
        return json(.serviceUnavailable, "{\"ready\":false,\"missing\":[\(list)]}")
    }

    private func metrics() -> String {
        var text = ""
        for metric in context.messenger.metrics.all {
            text += "# HELP \(metric.name) \(metric.help)\n"
            text += "# TYPE \(metric.name) \(metric.isCounter ? "counter" : "gauge")\n"
            text += "\(metric.name){service=\"\(service.rawValue)\"} \(metric.value)\n"
        }
        text += "# HELP process_resident_memory_bytes Resident memory\n# TYPE process_resident_memory_bytes gauge\n"
        text += "process_resident_memory_bytes{service=\"\(service.rawValue)\"} \(residentBytes())\n"
        text += "# HELP process_start_time_seconds Start since the epoch\n# TYPE process_start_time_seconds gauge\n"
        text += "process_start_time_seconds{service=\"\(service.rawValue)\"} \(Int(started.timeIntervalSince1970))\n"
        return text + (more?() ?? "")
    }

    /// Pages resident, from /proc/self/statm (proc(5)), in bytes.
    private func residentBytes() -> Int {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private func json(_ status: HTTPResponse.Status, _ body: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: .init(string: body))
        )
    }
}
