/// All samples of one metric, as they stand at this moment. A family without samples is shown all the same, so that
/// its name is known before anything has happened.
public struct MetricFamily: Sendable {
    public enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    struct Sample: Sendable {
        var suffix = ""
        let labels: Labels
        let value: String
    }

    public let name: String
    public let kind: Kind
    public let help: String
    private(set) var samples: [Sample] = []

    /// - Parameter name: with its unit at the end (`_seconds`, `_bytes`), and `_total` for a counter.
    public init(_ kind: Kind, _ name: String, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// A metric of one number.
    public init(_ kind: Kind, _ name: String, _ help: String, _ value: Int) {
        self.init(kind, name, help)
        add(value)
    }

    public init(_ kind: Kind, _ name: String, _ help: String, _ value: Double) {
        self.init(kind, name, help)
        add(value)
    }

    public mutating func add(_ value: Int, _ labels: Labels = .none) {
        samples.append(Sample(labels: labels, value: String(value)))
    }

    public mutating func add(_ value: Double, _ labels: Labels = .none) {
        samples.append(Sample(labels: labels, value: MetricFamily.text(value)))
    }

    public mutating func add(_ histogram: Histogram, _ labels: Labels = .none) {
        let (cumulative, count, sum) = histogram.reading
        for (bound, value) in zip(histogram.bounds.seconds, cumulative) {
            bucket(MetricFamily.text(bound), value, labels)
        }
        bucket("+Inf", count, labels)
        samples.append(Sample(suffix: "_sum", labels: labels, value: MetricFamily.text(sum)))
        samples.append(Sample(suffix: "_count", labels: labels, value: String(count)))
    }

    private mutating func bucket(_ bound: String, _ value: Int, _ labels: Labels) {
        samples.append(Sample(suffix: "_bucket", labels: labels.adding(Labels(["le": bound])), value: String(value)))
    }

    /// Without a fraction where there is none.
    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
