import Contracts
import Telemetry

/// What a service announces and hears, by type of event. All types are known from the start: none is added by what
/// arrives, so the number of series is bounded, and a type that is never handled shows as a zero.
struct TypeMeters: Sendable {
    /// From announcement to commit, by type heard.
    let ages: [String: Histogram]
    /// Confirmed by the broker, by type announced.
    let published: [String: Counter]

    init(service: ServiceName, heard: [String]) {
        ages = Dictionary(heard.map { ($0, Histogram(.ages)) }) { first, _ in first }
        let announced = Catalogue.entries.filter { $0.announcedBy.contains(service) }.map(\.type)
        published = Dictionary(announced.map { ($0, Counter()) }) { first, _ in first }
    }
}
