import Postgres

enum SchemaStore {
    /// The latest migration of a schema, not counting the shared plumbing; nil if there is none.
    static func version(of schema: String, in tx: isolated PostgresSession) throws -> Int? {
        let known = try tx.query("SELECT to_regclass('msg.migrations') IS NOT NULL").first?.value(0, as: Bool.self)
        guard known == true else { return nil }
        return try tx.query("SELECT max(number)::bigint FROM msg.migrations WHERE schema = $1", schema)
            .first?.value(0, as: Int?.self) ?? nil
    }
}
