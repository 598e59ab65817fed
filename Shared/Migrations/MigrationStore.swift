import Postgres

/// The table `msg.migrations`.
enum MigrationStore {
    struct Record {
        let schema: String
        let name: String
        let checksum: String
    }

    /// One migration at a time for the whole database; ends with the transaction.
    static func lock(in tx: isolated PostgresSession) throws {
        try tx.query("SELECT pg_advisory_xact_lock(hashtext('filon.migrations'))")
    }

    static func bootstrap(in tx: isolated PostgresSession) throws {
        try tx.execute("CREATE SCHEMA IF NOT EXISTS msg")
        try tx.execute(
            """
            CREATE TABLE IF NOT EXISTS msg.migrations (
                schema text NOT NULL,
                number integer NOT NULL,
                name text NOT NULL,
                checksum text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now(),
                CONSTRAINT migrations_pkey PRIMARY KEY (schema, name)
            )
            """
        )
    }

    /// Empty for a database that was never migrated.
    static func applied(in tx: isolated PostgresSession) throws -> [Record] {
        let exists = try tx.query("SELECT to_regclass('msg.migrations') IS NOT NULL").first?.decode(Bool.self)
        guard exists == true else { return [] }
        let rows = try tx.query("SELECT schema, name, checksum FROM msg.migrations ORDER BY applied_at, schema, number")
        return try rows.map { row in
            let (schema, name, checksum) = try row.decode(String.self, String.self, String.self)
            return Record(schema: schema, name: name, checksum: checksum)
        }
    }

    static func isApplied(_ file: MigrationFile, in tx: isolated PostgresSession) throws -> Bool {
        try !tx.query("SELECT FROM msg.migrations WHERE schema = $1 AND name = $2", file.schema, file.name).isEmpty
    }

    static func record(_ file: MigrationFile, checksum: String, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "INSERT INTO msg.migrations (schema, number, name, checksum) VALUES ($1, $2, $3, $4)",
            file.schema,
            file.number,
            file.name,
            checksum
        )
    }

    /// SHA-256 in hexadecimal digits, in order.
    static func checksums(of texts: [String], in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            SELECT encode(sha256(convert_to(body, 'UTF8')), 'hex')
            FROM unnest($1::text[]) WITH ORDINALITY AS file(body, position) ORDER BY position
            """,
            texts
        ).values(as: String.self)
    }
}
