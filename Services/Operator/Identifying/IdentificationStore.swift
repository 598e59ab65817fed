import Contracts
import Foundation
import Postgres

/// Reads what ingest publishes about companies without SIREN.
enum IdentificationStore {
    static let states = ["doubtful", "none", "asked", "taken", "merged", "opposed", "chosen", "declined"]

    static func list(_ state: String, limit: Int, in tx: isolated PostgresSession) throws -> [WaitingCompany] {
        try tx.query(
            """
            SELECT company_id, name, postcode, city, state, siren, reason, asked_at, candidates
            FROM intake.v_identifications WHERE state = $1 ORDER BY asked_at, company_id LIMIT $2::bigint
            """,
            state,
            limit
        ).map { row in
            WaitingCompany(
                id: CompanyID(rawValue: try row.value(0)).description,
                name: try row.value(1),
                postcode: try row.value(2),
                city: try row.value(3),
                state: try row.value(4),
                siren: try row.value(5),
                reason: try row.value(6),
                askedAt: try row.value(7),
                candidates: try Wire.decode(
                    [IdentificationCandidate].self,
                    from: row.value(8, as: JSONB.self).bytes
                )
            )
        }
    }
}
