import CPostgres
import Glibc

/// Opening: each host in turn, each with its share of the time.
extension Connection {
    static func open(
        _ config: PostgresConfig,
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> Connection {
        let endpoints = try Conninfo(config).endpoints
        var failure = PostgresError(.unreachable, "connect")
        for (index, endpoint) in endpoints.enumerated() {
            let left = ContinuousClock.now.duration(to: deadline)
            let share = max(left / (endpoints.count - index), .milliseconds(100))
            do {
                let connection = try open(endpoint, until: .now + share)
                connection.answerTimeout = config.answerTimeout
                return connection
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func open(
        _ parameters: [String: String],
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> Connection {
        let keys = parameters.map { strdup($0.key) } + [nil]
        let values = parameters.map { strdup($0.value) } + [nil]
        defer { (keys + values).forEach { free($0) } }
        let raw = PQconnectStartParams(keys.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 0)
        guard let raw else { throw PostgresError(.unreachable, "connect", reason: "out of memory") }
        let connection = Connection(adopting: raw)
        // Verbose, because libpq 15 has no other way to tell the SQLSTATE of a refused login.
        PQsetErrorVerbosity(raw, PQERRORS_VERBOSE)
        guard PQstatus(raw) != CONNECTION_BAD else { throw refused(raw) }
        try connection.handshake(until: deadline)
        PQsetErrorVerbosity(raw, PQERRORS_DEFAULT)
        PQsetnonblocking(raw, 1)
        return connection
    }

    private func handshake(until deadline: ContinuousClock.Instant) throws(PostgresError) {
        var status = PGRES_POLLING_WRITING
        while status != PGRES_POLLING_OK {
            guard status != PGRES_POLLING_FAILED else { throw Self.refused(raw) }
            let events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT
            do {
                try wait(for: Int16(events), until: deadline, "connect")
            } catch {
                throw PostgresError(.unreachable, "connect", reason: "no answer in time")
            }
            status = PQconnectPoll(raw)
        }
    }

    private static func refused(_ raw: OpaquePointer) -> PostgresError {
        let message = PQerrorMessage(raw).map { String(cString: $0) } ?? ""
        let state = sqlState(in: message)
        return PostgresError(.unreachable, "connect", reason: advice(message, state), sqlState: state, message: message)
    }

    /// What libpq says of a refusal holds addresses and names, so that our own words stand in its place.
    private static func advice(_ message: String, _ state: String?) -> String? {
        switch state {
        case "28P01", "28000": "wrong user or password"
        case "3D000": "there is no such database"
        case "42501": "this role may not connect to this database"
        case "53300": "all of the server's connections are taken"
        case "57P03": "the server is starting or stopping"
        case nil where message.contains("certificate verify failed"):
            "the server's certificate has expired or is of an authority that sslrootcert does not hold: "
                + "openssl s_client -starttls postgres -connect HOST:PORT </dev/null | openssl x509 -noout -issuer -dates"
        case nil where message.contains("does not match host name"): "the server's certificate names another host"
        case nil where message.contains("does not support SSL"): "the server offers no TLS, which sslmode asks for"
        case nil where message.contains("root certificate file"): "the file of sslrootcert cannot be read"
        default: nil
        }
    }

    /// Finds `28P01` in `FATAL:  28P01: password authentication failed …`.
    static func sqlState(in message: String) -> String? {
        let words = message.split(whereSeparator: \.isWhitespace)
        return zip(words, words.dropFirst()).first { severity, state in
            severity.hasSuffix(":") && state.utf8.count == 6 && state.hasSuffix(":")
                && state.dropLast().utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
                && state.contains(where: \.isNumber)
        }.map { String($0.1.dropLast()) }
    }
}
