import CPostgres
import Foundation

/// A connection string taken apart, completed with our limits, one set of parameters for each host.
struct Conninfo {
    private(set) var parameters: [String: String] = [:]

    init(_ config: PostgresConfig) throws(PostgresError) {
        // The parser's own message can quote the string, and with it the password: it is freed unread.
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(config.url, &message) else {
            PQfreemem(message)
            throw PostgresError(.configuration, "connect", reason: "the connection string is not readable")
        }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        complete(with: config)
        try readPassword(config.passwordFile)
    }

    /// One host each, because libpq leaves the limit per host to those who connect without blocking.
    var endpoints: [[String: String]] {
        let hosts = list("host"), addresses = list("hostaddr"), ports = list("port")
        return (0..<max(1, hosts.count, addresses.count)).map { index in
            var endpoint = parameters
            endpoint["host"] = hosts.isEmpty ? nil : hosts[min(index, hosts.count - 1)]
            endpoint["hostaddr"] = addresses.isEmpty ? nil : addresses[min(index, addresses.count - 1)]
            endpoint["port"] = ports.isEmpty ? nil : ports[min(index, ports.count - 1)]
            return endpoint
        }
    }

    private func list(_ key: String) -> [String] {
        parameters[key]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    }

    /// What the connection string says itself wins. A dead network shows within 15 s of silence.
    private mutating func complete(with config: PostgresConfig) {
        let limits = [
            "statement_timeout": "\(config.statementTimeout.milliseconds)",
            "lock_timeout": "\(config.lockTimeout.milliseconds)",
            "idle_in_transaction_session_timeout": "\(config.idleInTransactionTimeout.milliseconds)",
            // A generic plan made while a table is nearly empty would be kept for the session's life and scan the whole
            // table with every batch.
            "plan_cache_mode": "force_custom_plan",
        ]
        let settings = limits.merging(config.settings) { _, own in own }.sorted { $0.key < $1.key }
        let given = parameters["options"].map { " " + $0 } ?? ""
        parameters["options"] = settings.map { "-c \($0.key)=\($0.value)" }.joined(separator: " ") + given
        parameters["client_encoding"] = "UTF8"
        let defaults = [
            "application_name": config.applicationName, "keepalives_idle": "10", "keepalives_interval": "5",
            "keepalives_count": "3", "tcp_user_timeout": "15000", "gssencmode": "disable",
        ]
        parameters.merge(defaults) { given, _ in given }
        // Of several hosts all but one are standbys, and everybody here writes: or LISTENs, which a standby refuses, too.
        if endpoints.count > 1 { parameters.merge(["target_session_attrs": "read-write"]) { given, _ in given } }
    }

    private mutating func readPassword(_ file: String?) throws(PostgresError) {
        guard let file else { return }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw PostgresError(.configuration, "connect", reason: "the password file is not readable")
        }
        parameters["password"] = text.trimmingCharacters(in: .newlines)
    }
}

extension Duration {
    /// Rounded up, so that a limit never becomes zero, which means none.
    var milliseconds: Int64 {
        components.seconds * 1000 + (components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
