/// The command line.
struct MailSinkOptions: Sendable, Equatable {
    struct Unusable: Error {
        var reason: String
    }

    static let usage = """
        mail-sink: a SIMULATOR of a mail server that delivers nothing and shows what it received.
          --smtp-port N   port for mail (8026)
          --http-port N   port for the page and the JSON (8025)
          --bind HOST     address to listen on (127.0.0.1)
        """

    var smtpPort = 8026
    var httpPort = 8025
    var bind = "127.0.0.1"

    init(_ arguments: [String]) throws(Unusable) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Unusable(reason: "\(option) needs a value or is unknown") }
            switch option {
            case "--bind": bind = value
            case "--smtp-port": smtpPort = try Self.port(value, option)
            case "--http-port": httpPort = try Self.port(value, option)
            default: throw Unusable(reason: "unknown option \(option)")
            }
        }
    }

    private static func port(_ value: String, _ option: String) throws(Unusable) -> Int {
        guard let number = Int(value), (0...65_535).contains(number) else {
            throw Unusable(reason: "\(option) must be 0 … 65535")
        }
        return number
    }
}
