/// The command line.
struct SandboxOptions: Sendable, Equatable {
    struct Unusable: Error {
        var reason: String
    }

    static let usage = """
        provider-sandbox: a SIMULATOR of public company data providers, for development and tests.
          --port N      port to listen on (8090)
          --bind HOST   address to listen on (127.0.0.1)
          --data FILE   facts to serve; without it only generated companies (SIREN 999…) exist
          --limits      enforce 7 requests per second and client on recherche-entreprises
        """

    var port = 8090
    var bind = "127.0.0.1"
    var data: String?
    var enforcesLimits = false

    init(_ arguments: [String]) throws(Unusable) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            if option == "--limits" {
                enforcesLimits = true
                continue
            }
            guard let value = rest.popFirst() else { throw Unusable(reason: "\(option) needs a value or is unknown") }
            switch option {
            case "--bind": bind = value
            case "--data": data = value
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
