import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Table `identifications`: who companies without SIREN may be.
enum IdentificationStore {
    enum State: String, Sendable {
        case asked, taken, merged, doubtful, none, opposed, chosen, declined
    }

    /// Keeps candidates for a person, unless the company was identified, withdrawn, opposed or changed since. Candidates
    /// that a person turned down are not brought up again by the same answer.
    static func propose(
        _ proposal: IdentificationProposed,
        state: State,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO identifications AS old (company_id, state, reason, candidates, version, asked_at)
            SELECT c.id, $2, $3, $4, $5, $6 FROM companies AS c
            WHERE c.id = $1 AND c.siren IS NULL AND c.withdrawn_at IS NULL AND c.opposed_at IS NULL AND c.version = $5
            ON CONFLICT (company_id) DO UPDATE SET state = excluded.state, reason = excluded.reason,
                candidates = excluded.candidates, version = excluded.version, asked_at = excluded.asked_at, siren = NULL,
                decided_by = NULL, decided_at = NULL
            WHERE old.state = 'asked' OR (old.version <= excluded.version AND old.asked_at <= excluded.asked_at
                AND NOT (old.state = 'declined' AND old.asked_at = excluded.asked_at))
            """,
            proposal.companyID.rawValue,
            state.rawValue,
            proposal.reason,
            JSONB(try Wire.encode(Array(proposal.candidates.prefix(5)))),
            proposal.version,
            proposal.at
        )
    }

    /// Notes what became of an answer that was certain.
    static func settle(
        _ proposal: IdentificationProposed,
        state: State,
        siren: SIREN?,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO identifications (company_id, state, siren, candidates, version, asked_at)
            VALUES ($1, $2, $3, '[]', $4, $5)
            ON CONFLICT (company_id) DO UPDATE SET state = excluded.state, siren = excluded.siren, reason = NULL,
                candidates = '[]', version = excluded.version, asked_at = excluded.asked_at, decided_by = NULL,
                decided_at = NULL
            """,
            proposal.companyID.rawValue,
            state.rawValue,
            siren?.text,
            proposal.version,
            proposal.at
        )
    }

    static func choose(_ choice: IdentificationChoiceRequested, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO identifications (company_id, state, siren, version, asked_at, decided_by, decided_at)
            VALUES ($1, 'chosen', $2, 0, $4, $3, $4)
            ON CONFLICT (company_id) DO UPDATE SET state = 'chosen', siren = excluded.siren, candidates = '[]',
                reason = NULL, decided_by = excluded.decided_by, decided_at = excluded.decided_at
            """,
            choice.companyID.rawValue,
            choice.siren?.text,
            choice.actor,
            choice.at
        )
    }

    /// - Returns: false where nothing waits for a choice.
    static func decline(
        _ choice: IdentificationChoiceRequested,
        in tx: isolated PostgresSession
    ) throws -> Bool {
        try tx.execute(
            """
            UPDATE identifications AS i SET state = 'declined', decided_by = $2, decided_at = $3
            FROM companies AS c
            WHERE i.company_id = $1 AND c.id = i.company_id AND c.siren IS NULL AND c.withdrawn_at IS NULL
                AND i.state IN ('doubtful', 'declined')
            """,
            choice.companyID.rawValue,
            choice.actor,
            choice.at
        ) == 1
    }

    /// Marks companies that were never asked about, and those that were not found 30 days ago or never answered, for
    /// asking now; oldest first.
    static func takeUnasked(
        at now: Date,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [UUID] {
        try tx.query(
            """
            WITH chosen AS MATERIALIZED (
                SELECT c.id, c.version FROM companies AS c LEFT JOIN identifications AS i ON i.company_id = c.id
                WHERE c.siren IS NULL AND c.withdrawn_at IS NULL AND c.opposed_at IS NULL
                    AND (i.company_id IS NULL AND c.updated_at < $1::timestamptz - interval '1 hour'
                        OR i.state = 'asked' AND i.asked_at < $1::timestamptz - interval '1 day'
                        OR i.state = 'none' AND i.asked_at < $1::timestamptz - interval '31 days')
                ORDER BY c.id LIMIT $2::bigint)
            INSERT INTO identifications AS old (company_id, state, version, asked_at)
            SELECT id, 'asked', version, $1 FROM chosen
            ON CONFLICT (company_id) DO UPDATE SET state = 'asked', asked_at = excluded.asked_at
            RETURNING company_id
            """,
            now,
            limit
        ).values(as: UUID.self)
    }

    /// Empties what is kept about companies of erased persons.
    static func forget(_ companies: [UUID], in tx: isolated PostgresSession) throws {
        try tx.execute("DELETE FROM identifications WHERE company_id = ANY($1::uuid[])", companies)
    }
}
