/// Deliveries that arrived and the tasks that want them. Pure but for the continuations it hands back.
struct DeliveryWaiters {
    typealias Waiter = CheckedContinuation<[AMQPDelivery], Never>

    /// To be carried out after the lock is released.
    struct Resumption {
        let waiter: Waiter
        let deliveries: [AMQPDelivery]
        func callAsFunction() { waiter.resume(returning: deliveries) }
    }

    private struct Entry {
        let id: Int
        let max: Int
        let linger: Duration
        let waiter: Waiter
        /// When lingering ends; set once there is something to linger over.
        var until: ContinuousClock.Instant?
    }

    private var entries: [Entry] = []
    private var arrived: [AMQPDelivery] = []
    private var head = 0

    /// No delivery will follow those that are here.
    var isEnded = false

    var count: Int { arrived.count - head }
    var hasWaiters: Bool { !entries.isEmpty }
    /// When the first waiter stops lingering.
    var deadline: ContinuousClock.Instant? { entries.first?.until }

    mutating func add(_ deliveries: [AMQPDelivery]) { arrived += deliveries }

    /// The broker delivers these again, to this process or another.
    mutating func dropArrived() {
        arrived.removeAll()
        head = 0
    }

    mutating func wait(id: Int, max: Int, linger: Duration, _ waiter: Waiter) {
        entries.append(Entry(id: id, max: max, linger: linger, waiter: waiter))
    }

    mutating func abandon(id: Int) -> Resumption? {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
        return Resumption(waiter: entries.remove(at: index).waiter, deliveries: [])
    }

    /// Whoever can be served now, first come first.
    mutating func serve(at now: ContinuousClock.Instant) -> [Resumption] {
        var ready: [Resumption] = []
        while let entry = entries.first, count > 0 || isEnded {
            let until = entry.until ?? now + entry.linger
            guard count >= entry.max || isEnded || until <= now else {
                entries[0].until = until
                break
            }
            entries.removeFirst()
            ready.append(Resumption(waiter: entry.waiter, deliveries: take(entry.max)))
        }
        return ready
    }

    /// At most `max` of what has arrived.
    mutating func take(_ max: Int) -> [AMQPDelivery] {
        let end = min(arrived.count, head + max)
        let taken = head == 0 && end == arrived.count ? arrived : Array(arrived[head..<end])
        head = end
        if head == arrived.count { dropArrived() }
        return taken
    }
}
