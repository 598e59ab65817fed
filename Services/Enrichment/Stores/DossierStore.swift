import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Table `dossiers`: what is announced of a SIREN, ready for the next company that carries it.
enum DossierStore {
    /// One look-up at a time per SIREN, in all replicas, until the transaction ends.
    static func lock(_ sirens: [SIREN], in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            SELECT pg_advisory_xact_lock(hashtextextended('enrichment ' || siren, 0))
            FROM (SELECT siren FROM unnest($1::text[]) AS siren ORDER BY siren) AS sorted
            """,
            sirens.map(\.text)
        )
    }

    /// Valid at `now`, by SIREN.
    static func fresh(
        _ sirens: [SIREN],
        at now: Date,
        in tx: isolated PostgresSession
    ) throws -> [SIREN: Dossier] {
        try read(
            tx.query(
                "SELECT body FROM dossiers WHERE siren = ANY($1::text[]) AND valid_until > $2",
                sirens.map(\.text),
                now
            )
        )
    }

    static func all(_ sirens: [SIREN], in tx: isolated PostgresSession) throws -> [SIREN: Dossier] {
        try read(tx.query("SELECT body FROM dossiers WHERE siren = ANY($1::text[])", sirens.map(\.text)))
    }

    /// The next question about them looks outside.
    static func expire(_ sirens: [SIREN], in tx: isolated PostgresSession) throws {
        try tx.enqueue("UPDATE dossiers SET valid_until = facts_at WHERE siren = ANY($1::text[])", sirens.map(\.text))
    }

    static func save(_ dossiers: [Dossier], in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            INSERT INTO dossiers (siren, body, facts_at, valid_until)
            SELECT * FROM unnest($1::text[], $2::jsonb[], $3::timestamptz[], $4::timestamptz[])
            ON CONFLICT (siren) DO UPDATE SET
                body = excluded.body, facts_at = excluded.facts_at, valid_until = excluded.valid_until
            """,
            dossiers.map(\.siren.text),
            try dossiers.map { JSONB(try Wire.encode($0)) },
            dossiers.map(\.factsAt),
            dossiers.map(\.validUntil)
        )
    }

    private static func read(_ rows: PostgresRows) throws -> [SIREN: Dossier] {
        var dossiers: [SIREN: Dossier] = [:]
        for row in rows {
            let dossier = try Wire.decode(Dossier.self, from: row.value(0, as: JSONB.self).bytes)
            dossiers[dossier.siren] = dossier
        }
        return dossiers
    }
}
