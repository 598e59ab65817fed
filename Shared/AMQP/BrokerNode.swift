import Foundation

/// One broker address with its login, read from a URL (rabbitmq.com/docs/uri-spec, and for TLS
/// rabbitmq.com/docs/uri-query-parameters).
struct BrokerNode: Sendable, Equatable, CustomStringConvertible {
    var isEncrypted: Bool
    var user: String
    var password: String
    var host: String
    var port: Int32
    var vhost: String
    var tls = AMQPConfig.TLS()

    var description: String { "\(isEncrypted ? "amqps" : "amqp")://\(host):\(port)/\(vhost == "/" ? "" : vhost)" }

    /// Reads one or more nodes; what a node leaves out it takes from its neighbours: scheme and login stand before
    /// the first host, the vhost often only after the last.
    static func parse(_ text: String) throws(AMQPError) -> [BrokerNode] {
        var parts: [Part] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            parts.append(try Part(piece.trimmingPrefix { $0 == " " }))
        }
        guard let scheme = parts.compactMap(\.scheme).first else {
            throw AMQPError(.invalid, "AMQP url without amqp:// or amqps://")
        }
        let login = parts.compactMap(\.login).first
        let vhost = parts.compactMap(\.vhost).last ?? "/"
        let tls = parts.compactMap(\.tls).last ?? AMQPConfig.TLS()
        return parts.map { part in
            let encrypted = (part.scheme ?? scheme) == "amqps"
            let (user, password) = part.login ?? login ?? ("guest", "guest")
            return BrokerNode(
                isEncrypted: encrypted,
                user: user,
                password: password,
                host: part.host,
                port: part.port ?? (encrypted ? 5671 : 5672),
                vhost: part.vhost ?? vhost,
                tls: part.tls ?? tls
            )
        }
    }
}

/// One comma separated piece of the URL: everything but the host may be missing.
private struct Part {
    var scheme: String?
    var login: (String, String)?
    var host: String
    var port: Int32?
    var vhost: String?
    var tls: AMQPConfig.TLS?

    init(_ piece: Substring) throws(AMQPError) {
        var rest = piece
        if let end = rest.range(of: "://") {
            let name = rest[..<end.lowerBound].lowercased()
            guard name == "amqp" || name == "amqps" else { throw Self.unreadable("unknown scheme") }
            scheme = name
            rest = rest[end.upperBound...]
        }
        rest = rest.prefix { $0 != "#" }
        if let mark = rest.firstIndex(of: "?") {
            tls = try Self.tls(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let slash = rest.firstIndex(of: "/") {
            let path = try Self.decoded(rest[rest.index(after: slash)...])
            vhost = path.isEmpty ? "/" : path
            rest = rest[..<slash]
        }
        if let at = rest.lastIndex(of: "@") {
            let pair = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            login = (try Self.decoded(pair[0]), pair.count > 1 ? try Self.decoded(pair[1]) : "")
            rest = rest[rest.index(after: at)...]
        }
        (host, port) = try Self.address(rest)
    }

    /// `cacertfile`, `certfile`, `keyfile`, `verify=verify_peer|verify_none`, `server_name_indication=disable`.
    private static func tls(_ query: Substring) throws(AMQPError) -> AMQPConfig.TLS {
        var tls = AMQPConfig.TLS()
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? try decoded(parts[1]) : ""
            switch (parts[0], value) {
            case ("cacertfile", _): tls.authorityFile = value
            case ("certfile", _): tls.certificateFile = value
            case ("keyfile", _): tls.keyFile = value
            case ("verify", "verify_peer"): tls.verifiesPeer = true
            case ("verify", "verify_none"): (tls.verifiesPeer, tls.verifiesHostname) = (false, false)
            case ("server_name_indication", "disable"): tls.verifiesHostname = false
            // Of the connection's own affairs, which this client settles by itself.
            case ("heartbeat", _), ("connection_timeout", _), ("channel_max", _): break
            default: throw unreadable("unknown parameter or value: \(parts[0].prefix(40))")
            }
        }
        return tls
    }

    /// `host`, `host:port` or `[v6 address]:port`.
    private static func address(_ text: Substring) throws(AMQPError) -> (String, Int32?) {
        var host = text
        var port: Substring?
        if text.first == "[", let close = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<close]
            let tail = text[text.index(after: close)...]
            port = tail.first == ":" ? tail.dropFirst() : nil
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard !host.isEmpty else { throw unreadable("no host") }
        guard let port else { return (String(host), nil) }
        guard let number = UInt16(port), number > 0 else { throw unreadable("bad port") }
        return (String(host), Int32(number))
    }

    private static func decoded(_ text: Substring) throws(AMQPError) -> String {
        guard let plain = text.removingPercentEncoding, !plain.contains("\0") else {
            throw unreadable("bad percent encoding")
        }
        return plain
    }

    private static func unreadable(_ why: String) -> AMQPError { AMQPError(.invalid, "AMQP url", detail: why) }
}
