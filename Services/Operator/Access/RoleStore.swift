import Contracts
import Postgres

/// The services' roles, which migrations make without a password.
enum RoleStore {
    /// - Parameter password: as the session scrambled it, so that no log of the server ever holds the plain one.
    static func open(_ service: ServiceName, scrambled password: String, in tx: isolated PostgresSession) throws {
        try tx.query("SELECT msg.open_role($1, $2)", service.databaseRole, password)
    }

    /// Roles that this database's migrations did not make.
    static func missing(_ services: [ServiceName], in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            "SELECT name FROM unnest($1::text[]) AS name WHERE to_regrole(name) IS NULL ORDER BY 1",
            services.map(\.databaseRole)
        ).values(as: String.self)
    }
}
