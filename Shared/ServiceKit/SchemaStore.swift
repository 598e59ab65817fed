import Postgres

/// Where a schema's migrations stand; those of the template that every service has count apart.
struct SchemaVersion: Sendable {
    let own: Int
    let plumbing: Int
}

enum SchemaStore {
    /// nil if nothing was migrated.
    static func version(of schema: String, in tx: isolated PostgresSession) throws -> SchemaVersion? {
        let known = try tx.query("SELECT to_regclass('msg.migrations') IS NOT NULL").first?.value(0, as: Bool.self)
        guard known == true else { return nil }
        let row = try tx.query(
            """
            SELECT max(number) FILTER (WHERE name NOT LIKE 'plumbing/%')::bigint,
                max(number) FILTER (WHERE name LIKE 'plumbing/%')::bigint
            FROM msg.migrations WHERE schema = $1
            """,
            schema
        ).first
        guard let (own, plumbing) = try row?.decode(Int?.self, Int?.self), let own, let plumbing else { return nil }
        return SchemaVersion(own: own, plumbing: plumbing)
    }
}
