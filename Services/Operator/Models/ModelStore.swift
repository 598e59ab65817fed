import Contracts
import Foundation
import Postgres
import Scorecard

/// What scoring publishes of its models.
enum ModelStore {
    private static let name = "closing"

    /// Newest first.
    static func latest(limit: Int, in tx: isolated PostgresSession) throws -> [Model] {
        let alarms = try alarms(in: tx)
        return try tx.query(
            """
            SELECT m.version::bigint, m.status, m.kept, h.model_id IS NOT NULL, m.trained_at, m.activated_at,
                coalesce(m.parameters ->> 'hash', ''), m.metrics
            FROM scoring.v_models AS m LEFT JOIN scoring.v_model_holds AS h ON h.model_id = m.id
            WHERE m.name = $1 ORDER BY m.version DESC LIMIT $2
            """,
            name,
            limit
        ).map { try model($0, alarms) }
    }

    static func find(_ version: Int64, in tx: isolated PostgresSession) throws -> Model? {
        let alarms = try alarms(in: tx)
        return try tx.query(
            """
            SELECT m.version::bigint, m.status, m.kept, h.model_id IS NOT NULL, m.trained_at, m.activated_at,
                coalesce(m.parameters ->> 'hash', ''), m.metrics
            FROM scoring.v_models AS m LEFT JOIN scoring.v_model_holds AS h ON h.model_id = m.id
            WHERE m.name = $1 AND m.version = $2
            """,
            name,
            version
        ).first.map { try model($0, alarms) }
    }

    /// - Throws: ``OperatorError`` while nothing was learnt.
    static func active(in tx: isolated PostgresSession) throws -> Model {
        let version = try tx.query(
            "SELECT version::bigint FROM scoring.v_models WHERE name = $1 AND status = 'active'",
            name
        ).first?.value(0, as: Int64.self)
        guard let version, let model = try find(version, in: tx) else {
            throw OperatorError("No model serves: the rules speak alone until a deal is won or lost.")
        }
        return model
    }

    /// What was wrong, with the versions between which it was.
    private static func alarms(in tx: isolated PostgresSession) throws -> [Alarm] {
        try tx.query(
            """
            SELECT kind, began_version::bigint, ended_version::bigint FROM scoring.v_model_alarms WHERE name = $1
            ORDER BY began_at DESC LIMIT 1000
            """,
            name
        ).map { row in
            let (kind, from, until) = try row.decode(String.self, Int64.self, Int64?.self)
            return Alarm(kind: kind, from: from, until: until)
        }
    }

    private struct Alarm {
        let kind: String
        let from: Int64
        let until: Int64?
    }

    private static func model(_ row: PostgresRow, _ alarms: [Alarm]) throws -> Model {
        let version = try row.value(0, as: Int64.self)
        let standing = alarms.filter { $0.from <= version && version < $0.until ?? .max }.map(\.kind)
        return Model(
            version: version,
            status: try row.value(1),
            isKept: try row.value(2),
            isHeld: try row.value(3),
            trainedAt: try row.value(4),
            activatedAt: try row.value(5),
            hash: try row.value(6),
            alarms: Set(standing).sorted(),
            card: try Wire.decode(ModelCard.self, from: row.value(7, as: JSONB.self).bytes)
        )
    }
}
