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
          --universe N  generated companies that a search by filters finds besides the listed ones (0; at most 90000)
          --cap N       results of one search by filters at most (10000, as documented)
          --limits      refuse calls beyond what the providers document; they are counted in any case
        """

    var port = 8090
    var bind = "127.0.0.1"
    var data: String?
    var universe = 0
    var cap = RechercheEntreprises.documentedCap
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
            case "--cap": cap = try Self.number(value, of: option, in: 1...RechercheEntreprises.documentedCap)
            case "--data": data = value
            case "--port": port = try Self.number(value, of: option, in: 0...65_535)
            case "--universe": universe = try Self.number(value, of: option, in: 0...90_000)
            default: throw Unusable(reason: "unknown option \(option)")
            }
        }
    }

    private static func number(_ text: String, of option: String, in range: ClosedRange<Int>) throws(Unusable) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw Unusable(reason: "\(option) must be \(range.lowerBound) … \(range.upperBound)")
        }
        return number
    }
}
