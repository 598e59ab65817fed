import Contracts
import Foundation
import FrenchBusiness
import Postgres

enum CeasedStore {
    /// The newest word on each company stands; an older one changes nothing.
    static func mark(_ words: [CompanyCeased], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            WITH word AS (
                SELECT DISTINCT ON (id) id, ceased_on::date AS ceased_on, at
                FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS w (id, ceased_on, at)
                ORDER BY id, at DESC, ceased_on DESC NULLS LAST
            ), locked AS (
                SELECT c.id FROM companies AS c JOIN word ON word.id = c.id ORDER BY c.id FOR UPDATE OF c
            )
            UPDATE companies AS c SET state = 'ceased', ceased_on = word.ceased_on,
                stamps = c.stamps || jsonb_build_object('state', word.at), version = c.version + 1, updated_at = now()
            FROM word JOIN locked ON locked.id = word.id
            WHERE c.id = word.id AND coalesce((c.stamps ->> 'state')::bigint, 0) < word.at
            """,
            words.map(\.companyID.rawValue),
            words.map { $0.ceasedOn?.text },
            words.map(\.at.microseconds)
        )
    }
}
