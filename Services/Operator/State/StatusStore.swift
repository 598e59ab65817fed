import Postgres

/// Counts over every service's plumbing.
enum StatusStore {
    static func schemas(in tx: isolated PostgresSession) throws -> [SystemStatus.Schema] {
        try tx.query(
            """
            SELECT m.schema, m.version, coalesce(o.rows, 0), coalesce(o.age, 0), coalesce(r.rows, 0)
            FROM (SELECT schema, max(number)::bigint AS version FROM msg.migrations GROUP BY schema) AS m
            LEFT JOIN (
                SELECT schema, count(*) AS rows, max(extract(epoch FROM now() - occurred_at))::bigint AS age
                FROM msg.v_outbox GROUP BY schema
            ) AS o ON o.schema = m.schema
            LEFT JOIN (SELECT schema, count(*) AS rows FROM msg.v_retry GROUP BY schema) AS r ON r.schema = m.schema
            ORDER BY m.schema
            """
        ).map { row in
            let (name, version, outbox, age, retries) = try row.decode(
                String.self,
                Int.self,
                Int.self,
                Int.self,
                Int.self
            )
            return SystemStatus.Schema(
                name: name,
                version: version,
                outbox: outbox,
                outboxAgeSeconds: max(0, age),
                retries: retries
            )
        }
    }

    /// By handler.
    static func openDeadLetters(in tx: isolated PostgresSession) throws -> [String: Int] {
        let rows = try tx.query(
            "SELECT handler, count(*) FROM msg.v_dead_letters WHERE state = 'open' GROUP BY handler"
        )
        return try Dictionary(rows.map { try $0.decode(String.self, Int.self) }, uniquingKeysWith: +)
    }
}
