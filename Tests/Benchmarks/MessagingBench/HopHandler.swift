import Contracts
import Messaging
import Postgres

/// What every hop does: one row of its own per message, in one statement per batch, and one event.
struct HopHandler<Heard: Event, Announced: PaddedEvent>: BatchHandler {
    static var name: String { "bench_hop" }

    let hop: Int
    let filler: String
    let watch: Stopwatch
    /// Processor time that each message takes besides, for measuring replicas.
    let burn: Duration

    func handle(_ deliveries: [Delivery<Heard>], in tx: isolated PostgresSession) throws -> [Outcome] {
        watch.start()
        Burner.burn(burn * deliveries.count)
        let facts = deliveries.map { delivery in
            let story = delivery.envelope.correlationID
            let company = delivery.message.company ?? CompanyID(rawValue: story)
            return Fact(story: story, company: company.rawValue, label: Announced.type)
        }
        try FactStore.add(facts, hop: hop, in: tx)
        return facts.map { .done([Announced.padded(CompanyID(rawValue: $0.company), filler)]) }
    }
}
