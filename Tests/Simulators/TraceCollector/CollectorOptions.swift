/// The command line.
struct CollectorOptions: Sendable, Equatable {
    struct Unusable: Error {
        var reason: String
    }

    static let usage = """
        trace-collector: a SIMULATOR of an OpenTelemetry collector that keeps spans and shows how many came.
          --port N    port for OTLP/HTTP and the summary (4318)
          --bind HOST address to listen on (127.0.0.1)
          --reads B   1: check and keep every span; 0: count requests and bytes only, for benchmarks (1)
        """

    var port = 4318
    var bind = "127.0.0.1"
    var reads = true

    init(_ arguments: [String]) throws(Unusable) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Unusable(reason: "\(option) needs a value or is unknown") }
            switch option {
            case "--bind": bind = value
            case "--reads": reads = value != "0"
            case "--port":
                guard let number = Int(value), (0...65_535).contains(number) else {
                    throw Unusable(reason: "--port must be 0 … 65535")
                }
                port = number
            default: throw Unusable(reason: "unknown option \(option)")
            }
        }
    }
}
