/// What `/metrics` answers: Prometheus' text format 0.0.4.
public struct MetricsPage: Sendable {
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private let constant: Labels
    private var families: [MetricFamily] = []

    /// - Parameter constant: labels that every sample carries.
    public init(_ constant: Labels = .none, _ families: [MetricFamily] = []) {
        self.constant = constant
        self.families = families
    }

    public mutating func add(_ families: [MetricFamily]) {
        self.families += families
    }

    /// One family after another, each with its help and its type.
    public var text: String {
        var text = ""
        for family in families {
            text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                text += "\(family.name)\(sample.suffix)\(constant.adding(sample.labels).braced) \(sample.value)\n"
            }
        }
        return text
    }
}
