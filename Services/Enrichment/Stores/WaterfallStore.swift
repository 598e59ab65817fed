import Contracts
import Foundation
import Postgres

/// Table `waterfalls`: the highest version is in force.
enum WaterfallStore {
    static func current(in tx: isolated PostgresSession) throws -> Waterfall {
        let rows = try tx.query("SELECT version, body FROM waterfalls ORDER BY version DESC LIMIT 1")
        guard let row = rows.first else { throw NoWaterfall() }
        var waterfall = try Wire.decode(Waterfall.self, from: row.value(1, as: JSONB.self).bytes)
        waterfall.version = try row.value(0, as: Int.self)
        return waterfall
    }

    /// - Returns: the new version; nil if `expected` is no longer the one in force.
    static func replace(
        with waterfall: Waterfall,
        over expected: Int,
        by actor: String,
        in tx: isolated PostgresSession
    ) throws -> Int? {
        try tx.query(
            """
            INSERT INTO waterfalls (version, body, actor)
            SELECT $1::integer + 1, $2, $3 WHERE (SELECT max(version) FROM waterfalls) = $1
            ON CONFLICT (version) DO NOTHING RETURNING version::bigint
            """,
            expected,
            JSONB(try Wire.encode(waterfall)),
            actor
        ).first?.value(0, as: Int.self)
    }
}

/// The migrations ship one; somebody deleted it.
struct NoWaterfall: Error, CustomStringConvertible {
    var description: String { "enrichment.waterfalls is empty: run filon migrate on a database whose rows were kept" }
}
