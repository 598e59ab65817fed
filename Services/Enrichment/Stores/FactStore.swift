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
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS new (id, siren, field, source)
            WHERE old.siren = new.siren AND old.field = new.field AND old.source = new.source
                AND old.period IS NULL AND old.superseded_by IS NULL AND old.siren = ANY($5::text[])
            """,
            ids,
            changed.map(\.siren.text),
            changed.map(\.field),
            changed.map(\.source),
            sirens(changed)
        )
        try tx.enqueue(
            """
            INSERT INTO facts (id, siren, field, value, source, source_date, fetched_at, valid_until, confidence)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::text[], $6::date[],
                $7::timestamptz[], $8::timestamptz[], $9::smallint[])
            """,
            ids,
            changed.map(\.siren.text),
            changed.map(\.field),
            changed.map { JSONB($0.value) },
            changed.map(\.source),
            changed.map { $0.sourceDate.map { CivilDay($0) } },
            changed.map(\.fetchedAt),
            changed.map(\.validUntil),
            changed.map { Int16($0.confidence) }
        )
    }

    /// Values that are still the same live on.
    private static func confirm(_ facts: [FactRow], in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            UPDATE facts AS old
            SET fetched_at = new.fetched_at, valid_until = new.valid_until, source_date = new.source_date
            FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::timestamptz[], $6::timestamptz[],
                $7::date[]) AS new (siren, field, source, value, fetched_at, valid_until, source_date)
            WHERE old.siren = new.siren AND old.field = new.field AND old.source = new.source AND old.period IS NULL
                AND old.superseded_by IS NULL AND old.value = new.value AND old.fetched_at < new.fetched_at
                AND old.siren = ANY($8::text[])
            """,
            facts.map(\.siren.text),
            facts.map(\.field),
            facts.map(\.source),
            facts.map { JSONB($0.value) },
            facts.map(\.fetchedAt),
            facts.map(\.validUntil),
            facts.map { $0.sourceDate.map { CivilDay($0) } },
            sirens(facts)
        )
    }

    /// Those of `facts` that say something new, and later than what is known.
    private static func changes(_ facts: [FactRow], in tx: isolated PostgresSession) throws -> [FactRow] {
        let rows = try tx.query(
            """
            SELECT new.position::bigint
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])
                WITH ORDINALITY AS new (siren, field, source, fetched_at, value, position)
            WHERE NOT EXISTS (
                SELECT FROM facts AS old
                WHERE old.siren = new.siren AND old.field = new.field AND old.source = new.source
                    AND old.period IS NULL AND old.superseded_by IS NULL AND old.siren = ANY($6::text[])
                    AND (old.fetched_at >= new.fetched_at OR old.value = new.value))
            """,
            facts.map(\.siren.text),
            facts.map(\.field),
            facts.map(\.source),
            facts.map(\.fetchedAt),
            facts.map { JSONB($0.value) },
            sirens(facts)
        )
        return try rows.map { facts[try $0.value(0, as: Int.self) - 1] }
    }

    /// Named once more beside the join, so that no plan reads the whole table for a few companies.
    private static func sirens(_ facts: [FactRow]) -> [String] {
        Set(facts.map(\.siren.text)).sorted()
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
