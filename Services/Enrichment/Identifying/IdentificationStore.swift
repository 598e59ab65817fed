import Contracts
import Foundation
import FrenchBusiness
import Identification
import Postgres

/// Table `identifications`: who companies without SIREN are, as far as the registers said.
enum IdentificationStore {
    struct Note: Sendable {
        var company: CompanyID
        var version: Int64
        var answered: Answered
        fileprivate var candidates: JSONB

        init(_ company: CompanyID, version: Int64, _ answered: Answered) throws {
            self.company = company
            self.version = version
            self.answered = answered
            candidates = JSONB(try Wire.encode(answered.candidates))
        }
    }

    /// Companies that may not be looked for, and those whose very question has an answer that is still valid.
    static func known(
        _ questions: [(company: CompanyID, text: String)],
        at now: Date,
        in tx: isolated PostgresSession
    ) throws -> [CompanyID: Proposal] {
        let rows = try tx.query(
            """
            SELECT q.company_id, c.opposed_at IS NOT NULL OR c.erased_at IS NOT NULL, q.text, i.verdict, i.siren, i.reason,
                i.candidates, i.asked_at, i.valid_until
            FROM unnest($1::uuid[], $2::text[]) AS q (company_id, text)
            LEFT JOIN companies AS c ON c.company_id = q.company_id
            LEFT JOIN identifications AS i ON i.company_id = q.company_id AND i.valid_until > $3
                AND i.question = sha256(convert_to(q.text, 'UTF8'))
            """,
            questions.map(\.company.rawValue),
            questions.map(\.text),
            now
        )
        var known: [CompanyID: Proposal] = [:]
        for row in rows {
            let company = CompanyID(rawValue: try row.value(0, as: UUID.self))
            if try row.value(1, as: Bool?.self) == true {
                known[company] = .silenced
            } else if let verdict = try row.value(3, as: String?.self).flatMap(Identification.Verdict.init) {
                known[company] = .found(
                    Answered(
                        question: try row.value(2),
                        verdict: verdict,
                        siren: try row.value(4, as: String?.self).flatMap { SIREN($0) },
                        reason: try row.value(5),
                        candidates: try Wire.decode(
                            [IdentificationCandidate].self,
                            from: row.value(6, as: JSONB.self).bytes
                        ),
                        at: try row.value(7),
                        validUntil: try row.value(8)
                    )
                )
            }
        }
        return known
    }

    /// Keeps answers, but for those about an older version than is known and those about companies that objected or
    /// were erased since they were looked for.
    /// - Parameter notes: one per company.
    /// - Returns: whose answer was kept.
    static func keep(_ notes: [Note], in tx: isolated PostgresSession) throws -> Set<CompanyID> {
        guard !notes.isEmpty else { return [] }
        let sorted = notes.sorted { $0.company.rawValue.uuidString < $1.company.rawValue.uuidString }
        let kept = try tx.query(
            """
            INSERT INTO identifications AS old
                (company_id, version, question, verdict, siren, reason, candidates, asked_at, valid_until)
            SELECT n.company_id, n.version, sha256(convert_to(n.question, 'UTF8')), n.verdict, n.siren, n.reason,
                n.candidates, n.asked_at, n.valid_until
            FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
                $8::timestamptz[], $9::timestamptz[])
                AS n (company_id, version, question, verdict, siren, reason, candidates, asked_at, valid_until)
            WHERE NOT EXISTS (
                SELECT FROM companies AS c WHERE c.company_id = n.company_id
                    AND (c.opposed_at IS NOT NULL OR c.erased_at IS NOT NULL))
            ON CONFLICT (company_id) DO UPDATE SET
                version = excluded.version, question = excluded.question, verdict = excluded.verdict,
                siren = excluded.siren, reason = excluded.reason, candidates = excluded.candidates,
                asked_at = excluded.asked_at, valid_until = excluded.valid_until
            WHERE old.version <= excluded.version
            RETURNING company_id
            """,
            sorted.map(\.company.rawValue),
            sorted.map(\.version),
            sorted.map(\.answered.question),
            sorted.map(\.answered.verdict.rawValue),
            sorted.map { $0.answered.siren?.text },
            sorted.map(\.answered.reason),
            sorted.map(\.candidates),
            sorted.map(\.answered.at),
            sorted.map(\.answered.validUntil)
        ).values(as: UUID.self)
        return Set(kept.map { CompanyID(rawValue: $0) })
    }

    static func forget(_ company: CompanyID, in tx: isolated PostgresSession) throws {
        try tx.enqueue("DELETE FROM identifications WHERE company_id = $1", company.rawValue)
    }

    /// Forgets answers that name this company, which is a person's.
    static func forget(naming siren: SIREN, in tx: isolated PostgresSession) throws {
        let named = try Wire.encode([["siren": siren.text]])
        try tx.enqueue("DELETE FROM identifications WHERE candidates @> $1::jsonb", JSONB(named))
    }
}
