import Contracts
import Foundation
import Postgres

/// Table `registry_news`: whose state or diffusion a load changed, among the companies that are held.
enum RegistryNewsStore {
    /// Notes those whom the stage says otherwise of than the registry, before it is merged or takes its place. One that
    /// the registry does not hold yet is noted only if the stage forbids prospecting.
    static func note(in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO registry_news (company_id)
            SELECT c.id FROM companies AS c
            JOIN registry_stage AS s ON s.siren = c.siren
            LEFT JOIN registry AS r ON r.siren = c.siren
            WHERE c.withdrawn_at IS NULL AND c.opposed_at IS NULL
                AND CASE WHEN r.siren IS NULL THEN s.diffusion <> 'O' OR s.state <> 'A' AND c.state <> 'ceased'
                    ELSE (r.state, r.diffusion) IS DISTINCT FROM (s.state, s.diffusion)
                        AND (s.updated_at >= r.updated_at OR r.updated_at IS NULL
                            OR s.updated_at IS NULL AND s.diffusion <> 'O') END
            ORDER BY c.id
            ON CONFLICT (company_id) DO NOTHING
            """
        )
    }

    /// The oldest, taken out.
    static func take(limit: Int, in tx: isolated PostgresSession) throws -> [CompanyID] {
        try tx.query(
            """
            WITH chosen AS MATERIALIZED (
                SELECT company_id FROM registry_news ORDER BY noted_at, company_id LIMIT $1::bigint
                FOR UPDATE SKIP LOCKED)
            DELETE FROM registry_news USING chosen WHERE registry_news.company_id = chosen.company_id
            RETURNING registry_news.company_id
            """,
            limit
        ).values(as: UUID.self).map { CompanyID(rawValue: $0) }
    }
}
