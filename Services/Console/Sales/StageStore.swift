import Foundation
import Postgres

enum StageStore {
    /// Adds or changes a stage, unless what stands was asked for later.
    /// - Returns: whether the stage is as asked for.
    static func keep(_ stage: Stage, at: Date, in tx: isolated PostgresSession) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO lead_stages AS s (key, label, position, probability_percent, limit_business_days, terminal,
                changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (key) DO UPDATE SET label = excluded.label, position = excluded.position,
                probability_percent = excluded.probability_percent, limit_business_days = excluded.limit_business_days,
                terminal = excluded.terminal, changed_at = excluded.changed_at, version = s.version + 1
            WHERE s.changed_at <= excluded.changed_at
            """,
            stage.key,
            stage.label,
            stage.position,
            stage.probabilityPercent,
            stage.limitBusinessDays,
            stage.terminal?.rawValue,
            at
        ) > 0
    }

    static func find(_ key: String, in tx: isolated PostgresSession) throws -> Stage? {
        try tx.query(
            """
            SELECT key, label, position, probability_percent, limit_business_days, terminal
            FROM lead_stages WHERE key = $1 AND active
            """,
            key
        ).first.map(decode)
    }

    /// The stages in order of the columns.
    static func all(in tx: isolated PostgresSession) throws -> [Stage] {
        try tx.query(
            """
            SELECT key, label, position, probability_percent, limit_business_days, terminal
            FROM lead_stages WHERE active ORDER BY position, key
            """
        ).map(decode)
    }

    private static func decode(_ row: PostgresRow) throws -> Stage {
        Stage(
            key: try row.value(0),
            label: try row.value(1),
            position: try row.value(2),
            probabilityPercent: try row.value(3),
            limitBusinessDays: try row.value(4),
            terminal: try row.value(5, as: String?.self).flatMap(Stage.Terminal.init)
        )
    }
}
