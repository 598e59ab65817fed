import Postgres
public import Telemetry

extension Messenger {
    /// Numbers of the messaging, of its sessions and of its connections, for `/metrics`.
    public var families: [MetricFamily] { metrics.families + pools + connections }

    private var pools: [MetricFamily] {
        var waits = MetricFamily(.histogram, "filon_pool_wait_seconds", "Waiting for a database session")
        var inUse = MetricFamily(.gauge, "filon_pool_sessions_in_use", "Database sessions lent now")
        var size = MetricFamily(.gauge, "filon_pool_sessions", "Database sessions that may be lent")
        var waiting = MetricFamily(.gauge, "filon_pool_waiting", "Callers that wait for a database session")
        var refused = MetricFamily(
            .counter,
            "filon_pool_refusals_total",
            "Callers that got no database session in time"
        )
        for (name, pool) in [("handlers", database), ("relay", relayDatabase)] {
            let labels = Labels(["pool": name])
            waits.add(pool.meter.waits, labels)
            inUse.add(pool.inUse, labels)
            size.add(pool.size, labels)
            waiting.add(pool.waiting, labels)
            refused.add(pool.meter.refusals.value, labels)
        }
        return [waits, inUse, size, waiting, refused]
    }

    private var connections: [MetricFamily] {
        var openings = MetricFamily(
            .counter,
            "filon_broker_connections_total",
            "Connections opened, the first included"
        )
        var open = MetricFamily(.gauge, "filon_broker_connected", "1 while the connection works")
        let all =
            [("publish", publisher.openings, publisher.isOpen)]
            + dispatchers.map { ($0.queue, $0.consumer.openings, $0.consumer.isSubscribed) }
        for (name, count, isOpen) in all {
            openings.add(count, Labels(["connection": name]))
            open.add(isOpen ? 1 : 0, Labels(["connection": name]))
        }
        return [openings, open]
    }
}
