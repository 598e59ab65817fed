import Contracts
import Postgres

/// Table `deal_chances`.
enum ChanceStore {
    /// Keeps the newest of each deal, whether the deal was heard of or not.
    static func save(_ chances: [DealScored], in tx: isolated PostgresSession) throws {
        let chances = chances.sorted { $0.dealID.description < $1.dealID.description }
        try tx.execute(
            """
            INSERT INTO deal_chances AS old (deal_id, department_id, probability_basis_points, label, version)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::bigint[])
            ON CONFLICT (deal_id) DO UPDATE SET probability_basis_points = excluded.probability_basis_points,
                label = excluded.label, version = excluded.version
            WHERE excluded.version > old.version
            """,
            chances.map(\.dealID.rawValue),
            chances.map(\.department.rawValue),
            chances.map { Int32(clamping: $0.probabilityBasisPoints) },
            chances.map(\.label),
            chances.map(\.version)
        )
    }
}
