import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Table `companies`: which company carries which SIREN, and what was announced of it last.
enum CompanyStore {
    /// What is noted of a company when a message about it is settled.
    struct Note: Sendable {
        enum State: String, Sendable {
            case toIdentify = "to_identify"
            case done, unavailable, ceased
        }

        var companyID: CompanyID
        var siren: SIREN?
        /// nil: a request, which changes nothing but the time of the facts
        var version: Int64?
        var state: State
        var factsAt: Date?
        var dueAt: Date?
    }

    /// What is known of a company that was accepted.
    struct Accepted: Sendable {
        var companyID: CompanyID
        var isErased: Bool
    }

    /// Notes companies as told with a version; one that is not newer than what is known is left out.
    /// - Parameter notes: one per company.
    static func hear(_ notes: [Note], at now: Date, in tx: isolated PostgresSession) throws -> [Accepted] {
        guard !notes.isEmpty else { return [] }
        let rows = try tx.query(
            """
            INSERT INTO companies AS old
                (company_id, siren, version, state, facts_at, due_at, announced_at, heard_at)
            SELECT new.*, CASE WHEN new.facts_at IS NOT NULL THEN $7::timestamptz END, $7
            FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[])
                AS new (company_id, siren, version, state, facts_at, due_at)
            ORDER BY 1
            ON CONFLICT (company_id) DO UPDATE SET
                siren = excluded.siren, version = excluded.version, state = excluded.state,
                facts_at = excluded.facts_at, due_at = excluded.due_at, announced_at = excluded.announced_at
            WHERE old.version < excluded.version
            RETURNING company_id, erased_at IS NOT NULL
            """,
            notes.map(\.companyID.rawValue),
            notes.map { $0.siren?.text },
            notes.map { $0.version ?? 0 },
            notes.map(\.state.rawValue),
            notes.map(\.factsAt),
            notes.map(\.dueAt),
            now
        )
        return try rows.map(accepted)
    }

    /// Notes what a renewed look brought, where the company still carries the SIREN that was looked up.
    static func renew(_ notes: [Note], at now: Date, in tx: isolated PostgresSession) throws -> [Accepted] {
        guard !notes.isEmpty else { return [] }
        let rows = try tx.query(
            """
            UPDATE companies AS old SET
                state = new.state, facts_at = new.facts_at, due_at = new.due_at, announced_at = $6
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                AS new (company_id, siren, state, facts_at, due_at)
            WHERE old.company_id = new.company_id AND old.siren = new.siren
            RETURNING old.company_id, old.erased_at IS NOT NULL
            """,
            notes.map(\.companyID.rawValue),
            notes.map { $0.siren?.text },
            notes.map(\.state.rawValue),
            notes.map(\.factsAt),
            notes.map(\.dueAt),
            now
        )
        return try rows.map(accepted)
    }

    private static func accepted(_ row: PostgresRow) throws -> Accepted {
        let (id, isErased) = try row.decode(UUID.self, Bool.self)
        return Accepted(companyID: CompanyID(rawValue: id), isErased: isErased)
    }

    /// SIRENs of companies that have one.
    static func sirens(
        of companies: [CompanyID],
        in tx: isolated PostgresSession
    ) throws -> [CompanyID: SIREN] {
        let rows = try tx.query(
            "SELECT company_id, siren FROM companies WHERE company_id = ANY($1::uuid[]) AND siren IS NOT NULL",
            companies.map(\.rawValue)
        )
        var sirens: [CompanyID: SIREN] = [:]
        for row in rows {
            let (id, siren) = try row.decode(UUID.self, String.self)
            sirens[CompanyID(rawValue: id)] = SIREN(siren)
        }
        return sirens
    }

    /// Companies that carry one of `sirens` and may be looked at of our own accord.
    static func companies(with sirens: [SIREN], in tx: isolated PostgresSession) throws -> [CompanyID] {
        try tx.query(
            """
            SELECT company_id FROM companies WHERE siren = ANY($1::text[]) AND opposed_at IS NULL ORDER BY company_id
            """,
            sirens.map(\.text)
        ).values(as: UUID.self).map { CompanyID(rawValue: $0) }
    }

    /// What a person's request about a company must respect.
    struct Standing: Sendable {
        var siren: SIREN?
        var isOpposed: Bool
        var isErased: Bool
    }

    /// nil for a company that was not heard of.
    static func standing(of company: CompanyID, in tx: isolated PostgresSession) throws -> Standing? {
        try tx.query(
            """
            SELECT siren, opposed_at IS NOT NULL, erased_at IS NOT NULL FROM companies
            WHERE company_id = $1 AND state <> 'unheard'
            """,
            company.rawValue
        ).first.map { row in
            let (siren, isOpposed, isErased) = try row.decode(String?.self, Bool.self, Bool.self)
            return Standing(siren: siren.flatMap { SIREN($0) }, isOpposed: isOpposed, isErased: isErased)
        }
    }

    /// Companies that carry `siren`, objections or not, at most 100.
    static func bearing(_ siren: SIREN, in tx: isolated PostgresSession) throws -> [CompanyID] {
        try tx.query(
            "SELECT company_id FROM companies WHERE siren = $1 ORDER BY company_id LIMIT 100",
            siren.text
        ).values(as: UUID.self).map { CompanyID(rawValue: $0) }
    }

    /// Those of `sirens` behind which a person was erased.
    static func erased(_ sirens: [SIREN], in tx: isolated PostgresSession) throws -> Set<SIREN> {
        let texts = try tx.query(
            "SELECT DISTINCT siren FROM companies WHERE siren = ANY($1::text[]) AND erased_at IS NOT NULL",
            sirens.map(\.text)
        ).values(as: String.self)
        return Set(texts.compactMap { SIREN($0) })
    }

    /// Those of `companies` that objected, or behind which a sole trader was erased.
    static func silent(_ companies: [CompanyID], in tx: isolated PostgresSession) throws -> [CompanyID] {
        guard !companies.isEmpty else { return [] }
        return try tx.query(
            """
            SELECT c.company_id FROM companies AS c LEFT JOIN dossiers AS d ON d.siren = c.siren
            WHERE c.company_id = ANY($1::uuid[]) AND (c.opposed_at IS NOT NULL
                OR (c.erased_at IS NOT NULL AND (d.body -> 'facts' ->> 'isSoleTrader')::boolean))
            """,
            companies.map(\.rawValue)
        ).values(as: UUID.self).map { CompanyID(rawValue: $0) }
    }

    /// Those of `sirens` whose company objected to prospecting.
    static func opposed(_ sirens: [SIREN], in tx: isolated PostgresSession) throws -> Set<SIREN> {
        let texts = try tx.query(
            "SELECT DISTINCT siren FROM companies WHERE siren = ANY($1::text[]) AND opposed_at IS NOT NULL",
            sirens.map(\.text)
        ).values(as: String.self)
        return Set(texts.compactMap { SIREN($0) })
    }

    /// Companies due for another look, put off by `pause` so that the next round takes others.
    static func takeDue(
        at now: Date,
        pause: Duration,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [CompanyID] {
        try tx.query(
            """
            WITH chosen AS MATERIALIZED (
                SELECT company_id FROM companies WHERE due_at <= $1 AND opposed_at IS NULL AND siren IS NOT NULL
                ORDER BY due_at LIMIT $3::bigint FOR UPDATE SKIP LOCKED)
            UPDATE companies SET due_at = $1::timestamptz + $2::interval FROM chosen
            WHERE companies.company_id = chosen.company_id
            RETURNING companies.company_id
            """,
            now,
            pause,
            limit
        ).values(as: UUID.self).map { CompanyID(rawValue: $0) }
    }

    /// - Returns: the company's SIREN, if it has one.
    static func oppose(_ company: CompanyID, at moment: Date, in tx: isolated PostgresSession) throws -> SIREN? {
        let rows = try tx.query(
            """
            INSERT INTO companies AS old (company_id, version, state, heard_at, opposed_at)
            VALUES ($1, 0, 'unheard', $2, $2)
            ON CONFLICT (company_id) DO UPDATE SET
                opposed_at = greatest(coalesce(old.opposed_at, excluded.opposed_at), excluded.opposed_at)
            RETURNING siren
            """,
            company.rawValue,
            moment
        )
        return try rows.first?.value(0, as: String?.self).flatMap { SIREN($0) }
    }

    /// - Returns: the company's SIREN, if it has one.
    static func erase(_ company: CompanyID, at moment: Date, in tx: isolated PostgresSession) throws -> SIREN? {
        let rows = try tx.query(
            """
            INSERT INTO companies AS old (company_id, version, state, heard_at, erased_at)
            VALUES ($1, 0, 'unheard', $2, $2)
            ON CONFLICT (company_id) DO UPDATE SET
                erased_at = greatest(coalesce(old.erased_at, excluded.erased_at), excluded.erased_at)
            RETURNING siren
            """,
            company.rawValue,
            moment
        )
        return try rows.first?.value(0, as: String?.self).flatMap { SIREN($0) }
    }
}
