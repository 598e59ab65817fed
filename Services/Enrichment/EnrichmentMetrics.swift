import Synchronization

/// Numbers for `/metrics`, in Prometheus' text format.
final class EnrichmentMetrics: Sendable {
    private struct Numbers {
        var calls: [String: Int] = [:]
        var seconds: [String: Double] = [:]
        var waits: [String: Int] = [:]
        var waitedSeconds: [String: Double] = [:]
        var hits: [String: Int] = [:]
        var open: [String: Bool] = [:]
    }

    private let numbers = Mutex(Numbers())

    func called(_ call: ProviderCall) {
        let status = call.status.map(String.init) ?? "none"
        let labels = "provider=\"\(call.provider)\",status=\"\(status)\",outcome=\"\(call.outcome.rawValue)\""
        numbers.withLock {
            $0.calls[labels, default: 0] += 1
            $0.seconds["provider=\"\(call.provider)\"", default: 0] += Double(call.durationMs) / 1000
        }
    }

    func waited(for provider: String, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        numbers.withLock {
            $0.waits["provider=\"\(provider)\"", default: 0] += 1
            $0.waitedSeconds["provider=\"\(provider)\"", default: 0] += Double(seconds) + Double(attoseconds) / 1e18
        }
    }

    /// - Parameter kind: `dossier`, or the provider whose kept reply answered.
    func hit(_ kind: String, _ count: Int = 1) {
        numbers.withLock { $0.hits["kind=\"\(kind)\"", default: 0] += count }
    }

    func breaker(of provider: String, isOpen: Bool) {
        numbers.withLock { $0.open["provider=\"\(provider)\""] = isOpen }
    }

    var text: String {
        let numbers = numbers.withLock { $0 }
        let open = numbers.open.mapValues { $0 ? 1 : 0 }
        return family("filon_provider_calls_total", "counter", "Calls by provider, status and outcome", numbers.calls)
            + family("filon_provider_seconds_total", "counter", "Time spent in calls", numbers.seconds)
            + family("filon_provider_waits_total", "counter", "Calls that asked for their turn", numbers.waits)
            + family(
                "filon_provider_wait_seconds_total",
                "counter",
                "Time spent waiting for a turn",
                numbers.waitedSeconds
            )
            + family("filon_enrichment_cache_hits_total", "counter", "Questions answered without a call", numbers.hits)
            + family("filon_provider_breaker_open", "gauge", "1 while the provider's breaker is open", open)
    }

    private func family<Value>(_ name: String, _ type: String, _ help: String, _ values: [String: Value]) -> String {
        let lines = values.sorted { $0.key < $1.key }.map { "\(name){\($0.key)} \($0.value)\n" }
        return "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n" + lines.joined()
    }
}
