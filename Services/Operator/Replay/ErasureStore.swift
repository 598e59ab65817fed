import Foundation
import Postgres

/// Persons and companies whose data were erased, as far back as the journal reaches.
enum ErasureStore {
    struct Erasure: Sendable {
        /// `contact/<id>`
        let subject: String
        let company: UUID?
        let at: Date
    }

    static func erasures(in tx: isolated PostgresSession) throws -> [Erasure] {
        try tx.query(
            """
            SELECT subject, company_id, occurred_at FROM msg.v_journal
            WHERE schema IN ('admin', 'operator', 'intake') AND type = 'person.erased.v1'
            """
        ).map { row in
            let (subject, company, at) = try row.decode(String.self, UUID?.self, Date.self)
            return Erasure(subject: subject, company: company, at: at)
        }
    }
}
