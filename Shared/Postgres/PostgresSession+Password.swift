import CPostgres

extension PostgresSession {
    /// A role's password as the server stores it, scrambled here, so that the plain one is in no statement and no log
    /// (`PQencryptPasswordConn`; RFC 5802).
    /// - Throws: ``PostgresError`` when no server answers.
    public func scrambled(password: String, role: String) throws(PostgresError) -> String {
        let connection = try live("scramble")
        guard let text = PQencryptPasswordConn(connection.raw, password, role, "scram-sha-256") else {
            throw PostgresError(.misuse, "scramble", reason: "the password cannot be scrambled")
        }
        defer { PQfreemem(text) }
        return String(cString: text)
    }
}
