import Contracts
import Foundation
import Postgres
import Scorecard

/// Table `models`: one is active, and serves until another one takes its place in one transaction.
enum ModelStore {
    static let name = "closing"

    static func active(in tx: isolated PostgresSession) throws -> UUID? {
        try tx.query("SELECT id FROM models WHERE name = $1 AND status = 'active'", name).first?.value(0, as: UUID.self)
    }

    /// - Throws: `ModelFile.Unusable` for a model that is cut or of another version.
    static func model(_ id: UUID?, in tx: isolated PostgresSession) throws -> ClosingModel {
        guard let row = try tx.query("SELECT body, parameters FROM models WHERE id = $1", id).first,
            let body = try row.value(0, as: [UInt8]?.self)
        else { return .unlearnt }
        let parameters = try Wire.decode(Parameters.self, from: row.value(1, as: JSONB.self).bytes)
        guard parameters.features == LeadFeatures.version else { return .unlearnt }
        return ClosingModel(learner: try ModelFile.learner(body), means: parameters.means)
    }

    /// nil: it is cut, or of another version.
    static func usable(_ id: UUID, in tx: isolated PostgresSession) throws -> ClosingModel? {
        do {
            return try model(id, in: tx)
        } catch is ModelFile.Unusable {
            return nil
        }
    }

    /// What stands beside the weights.
    struct Parameters: Codable, Sendable {
        var hash: String
        var features: Int
        /// Mean points under each rule set.
        var means: [String: Double]
    }

    /// - Returns: the identity of the model, and whether it serves.
    /// - Parameter isHeld: people hold another model in force: this one is a candidate at most
    static func keep(
        _ training: Training,
        isHeld: Bool = false,
        at moment: Date,
        in tx: isolated PostgresSession
    ) throws -> (id: UUID, version: Int, isActive: Bool) {
        let isRefused = training.card.refusal != nil
        let isActive = !isRefused && !isHeld
        if isActive {
            try tx.execute("UPDATE models SET status = 'retired' WHERE name = $1 AND status = 'active'", name)
            // A hold that is left holds a model that cannot be read any more.
            try ModelHoldStore.release(in: tx)
        }
        let id = UUIDv7.make(at: moment)
        let parameters = Parameters(
            hash: training.model.hash,
            features: LeadFeatures.version,
            means: training.model.means
        )
        let rows = try tx.query(
            """
            INSERT INTO models (id, name, version, status, parameters, metrics, examples, trained_at, activated_at, body)
            SELECT $1, $2::text, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7::timestamptz,
                CASE WHEN $8 THEN $7::timestamptz END, $9
            FROM models WHERE name = $2::text
            RETURNING version::bigint
            """,
            id,
            name,
            isActive ? "active" : isRefused ? "refused" : "candidate",
            JSONB(try Wire.encode(parameters)),
            JSONB(try Wire.encode(training.card)),
            training.model.learner.outcomes,
            moment,
            isActive,
            ModelFile.bytes(training.model.learner)
        )
        return (id, try rows.first?.value(0, as: Int.self) ?? 0, isActive)
    }

    /// Keeps the last models for a rollback, and the last that leads were judged by so that their scores can be made
    /// again; of the others only the cards stay.
    static func thin(in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            UPDATE models SET body = NULL
            WHERE name = $1 AND body IS NOT NULL AND status <> 'active'
                AND version < (SELECT max(version) FROM models WHERE name = $1) - 10
                AND id NOT IN (
                    SELECT id FROM models WHERE name = $1 AND judged_leads_at IS NOT NULL
                    ORDER BY judged_leads_at DESC LIMIT 200)
            """,
            name
        )
    }
}
