import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Table `facts`: each field with its provenance; a changed value supersedes the one before.
enum FactStore {
    /// What is older than what is known is left out.
    static func save(_ facts: [FactRow], in tx: isolated PostgresSession) throws {
        guard !facts.isEmpty else { return }
        try confirm(facts, in: tx)
        let changed = try changes(facts, in: tx)
        guard !changed.isEmpty else { return }
        let ids = changed.map { _ in UUIDv7.make() }
        try tx.enqueue(
            """
            UPDATE facts AS old SET superseded_by = new.id
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[])
                AS new (id, siren, field, source, period)
            WHERE old.siren = new.siren AND old.field = new.field AND old.source = new.source
                AND coalesce(old.period, '-infinity') = coalesce(new.period, '-infinity')
                AND old.superseded_by IS NULL AND old.siren = ANY($6::text[])
            """,
            ids,
            changed.map(\.siren.text),
            changed.map(\.field),
            changed.map(\.source),
            periods(changed),
            sirens(changed)
        )
        try tx.enqueue(
            """
            INSERT INTO facts (id, siren, field, period, value, unit, precision_cents, source, source_date, fetched_at,
                valid_until, cost_cents, confidence, file_id, method, actor, note)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::jsonb[], $6::text[], $7::bigint[],
                $8::text[], $9::date[], $10::timestamptz[], $11::timestamptz[], $12::integer[], $13::smallint[],
                $14::uuid[], $15::text[], $16::text[], $17::text[])
            """,
            ids,
            changed.map(\.siren.text),
            changed.map(\.field),
            periods(changed),
            changed.map { JSONB($0.value) },
            changed.map { $0.unit?.rawValue },
            changed.map(\.precisionCents),
            changed.map(\.source),
            changed.map { $0.sourceDate.map { CivilDay($0) } },
            changed.map(\.fetchedAt),
            changed.map(\.validUntil),
            changed.map { Int32($0.costCents) },
            changed.map { Int16($0.confidence) },
            changed.map(\.fileID),
            changed.map { $0.entered == nil ? "published" : "entered" },
            changed.map { $0.entered?.actor },
            changed.map { $0.entered?.note }
        )
    }

    /// Values that are still the same live on.
    private static func confirm(_ facts: [FactRow], in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            UPDATE facts AS old
            SET fetched_at = new.fetched_at, valid_until = new.valid_until, source_date = new.source_date,
                file_id = new.file_id, actor = new.actor, note = new.note
            FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::timestamptz[], $6::timestamptz[],
                $7::date[], $8::date[], $10::uuid[], $11::text[], $12::text[])
                AS new (siren, field, source, value, fetched_at, valid_until, source_date, period, file_id, actor, note)
            WHERE old.siren = new.siren AND old.field = new.field AND old.source = new.source
                AND coalesce(old.period, '-infinity') = coalesce(new.period, '-infinity')
                AND old.superseded_by IS NULL AND old.value = new.value AND old.fetched_at < new.fetched_at
                AND old.siren = ANY($9::text[])
            """,
            facts.map(\.siren.text),
            facts.map(\.field),
            facts.map(\.source),
            facts.map { JSONB($0.value) },
            facts.map(\.fetchedAt),
            facts.map(\.validUntil),
            facts.map { $0.sourceDate.map { CivilDay($0) } },
            periods(facts),
            sirens(facts),
            facts.map(\.fileID),
            facts.map { $0.entered?.actor },
            facts.map { $0.entered?.note }
        )
    }

    /// Those of `facts` that say something new, and later than what is known.
    private static func changes(_ facts: [FactRow], in tx: isolated PostgresSession) throws -> [FactRow] {
        let rows = try tx.query(
            """
            SELECT new.position::bigint
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::date[])
                WITH ORDINALITY AS new (siren, field, source, fetched_at, value, period, position)
            WHERE NOT EXISTS (
                SELECT FROM facts AS old
                WHERE old.siren = new.siren AND old.field = new.field AND old.source = new.source
                    AND coalesce(old.period, '-infinity') = coalesce(new.period, '-infinity')
                    AND old.superseded_by IS NULL AND old.siren = ANY($7::text[])
                    AND (old.fetched_at >= new.fetched_at OR old.value = new.value))
            """,
            facts.map(\.siren.text),
            facts.map(\.field),
            facts.map(\.source),
            facts.map(\.fetchedAt),
            facts.map { JSONB($0.value) },
            periods(facts),
            sirens(facts)
        )
        return try rows.map { facts[try $0.value(0, as: Int.self) - 1] }
    }

    private static func periods(_ facts: [FactRow]) -> [CivilDay?] { facts.map { $0.period.map { CivilDay($0) } } }

    /// Named once more beside the join, so that no plan reads the whole table for a few companies.
    private static func sirens(_ facts: [FactRow]) -> [String] {
        Set(facts.map(\.siren.text)).sorted()
    }

    /// Companies whose number or address was fetched so long ago.
    static func reached(before moment: Date, limit: Int, in tx: isolated PostgresSession) throws -> [SIREN] {
        let texts = try tx.query(
            """
            SELECT DISTINCT siren FROM (
                SELECT siren FROM facts WHERE field IN ('phone', 'email') AND fetched_at < $1
                ORDER BY fetched_at LIMIT $2::bigint) AS old
            ORDER BY siren
            """,
            moment,
            limit
        ).values(as: String.self)
        return texts.compactMap { SIREN($0) }
    }

    /// Phone, e-mail and site, older values too.
    static func forgetReach(of sirens: [SIREN], in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            "DELETE FROM facts WHERE siren = ANY($1::text[]) AND field = ANY($2::text[])",
            sirens.map(\.text),
            FactRow.reach
        )
    }

    /// Names and places of those who hide or were erased, older values too.
    static func forgetPersons(of sirens: [SIREN], in tx: isolated PostgresSession) throws {
        guard !sirens.isEmpty else { return }
        try tx.enqueue(
            "DELETE FROM facts WHERE siren = ANY($1::text[]) AND field = ANY($2::text[])",
            sirens.map(\.text),
            FactRow.personal
        )
    }
}
