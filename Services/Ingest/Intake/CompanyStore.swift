import Foundation
import FrenchBusiness
import Postgres

/// Another transaction stored one of these companies first; loading again finds it.
struct IntakeRace: Error, CustomStringConvertible {
    var description: String { "a company was stored by another transaction meanwhile" }
}

enum CompanyStore {
    /// The companies that rows may be about, locked until the transaction ends, in an order that all share.
    static func load(
        sirens: [String],
        matchKeys: [String],
        in tx: isolated PostgresSession
    ) throws -> [CompanyRecord] {
        let rows = try tx.query(
            """
            SELECT id, siren, siret, name, trade_name, postcode, city, naf, website, stamps, version,
                facts_at IS NOT NULL, is_sole_trader, opposed_at IS NOT NULL, withdrawn_at IS NOT NULL, merged_into
            FROM companies
            WHERE id IN (
                SELECT id FROM companies WHERE siren = ANY($1::text[])
                UNION SELECT id FROM companies WHERE match_key = ANY($2::text[])
                UNION SELECT merged_into FROM companies WHERE match_key = ANY($2::text[]) AND merged_into IS NOT NULL)
            ORDER BY id FOR UPDATE
            """,
            sirens,
            matchKeys
        )
        return try rows.map(decode)
    }

    static func load(ids: [UUID], in tx: isolated PostgresSession) throws -> [CompanyRecord] {
        let rows = try tx.query(
            """
            SELECT id, siren, siret, name, trade_name, postcode, city, naf, website, stamps, version,
                facts_at IS NOT NULL, is_sole_trader, opposed_at IS NOT NULL, withdrawn_at IS NOT NULL, merged_into
            FROM companies WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE
            """,
            ids
        )
        return try rows.map(decode)
    }

    /// Stores new companies and changed ones.
    /// - Throws: ``IntakeRace`` when another transaction stored one of the new ones first.
    static func save(_ companies: [CompanyRecord], in tx: isolated PostgresSession) throws {
        let touched = companies.filter { $0.record.mustStore }
        try insert(touched.filter(\.record.isNew), in: tx)
        try update(touched.filter { !$0.record.isNew }, in: tx)
    }

    private static func insert(_ companies: [CompanyRecord], in tx: isolated PostgresSession) throws {
        guard !companies.isEmpty else { return }
        // Folding a name costs more than everything else here: once a company, not at every comparison.
        let sorted = companies.map { (siren: $0.siren ?? "", matchKey: $0.matchKey, record: $0.record) }
            .sorted { ($0.siren, $0.matchKey ?? "") < ($1.siren, $1.matchKey ?? "") }
        let records = sorted.map(\.record)
        let stored = try tx.execute(
            """
            INSERT INTO companies (id, siren, siret, name, trade_name, postcode, city, departement, naf, website,
                status, match_key, stamps, version)
            SELECT id, siren, siret, name, trade_name, postcode, city, departement, naf, website,
                CASE WHEN siren IS NULL THEN 'to_identify' ELSE 'identified' END, match_key, stamps, version
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::text[], $11::text[], $12::jsonb[], $13::bigint[])
                AS c (id, siren, siret, name, trade_name, postcode, city, departement, naf, website, match_key, stamps,
                    version)
            ON CONFLICT DO NOTHING
            """,
            records.ids,
            records.column(Column.siren),
            records.column(Column.siret),
            records.column(Column.name),
            records.column(Column.tradeName),
            records.column(Column.postcode),
            records.column(Column.city),
            records.map(departement),
            records.column(Column.naf),
            records.column(Column.website),
            sorted.map(\.matchKey),
            try records.stamps(),
            records.versions
        )
        guard stored == sorted.count else { throw IntakeRace() }
    }

    private static func update(_ companies: [CompanyRecord], in tx: isolated PostgresSession) throws {
        guard !companies.isEmpty else { return }
        let records = companies.map(\.record)
        try tx.execute(
            """
            UPDATE companies AS c SET siren = n.siren, siret = n.siret, name = n.name, trade_name = n.trade_name,
                postcode = n.postcode, city = n.city, departement = n.departement, naf = n.naf, website = n.website,
                status = CASE WHEN n.siren IS NULL THEN 'to_identify' ELSE 'identified' END, match_key = n.match_key,
                stamps = n.stamps, version = n.version, updated_at = now(),
                withdrawn_at = CASE WHEN n.withdrawn THEN c.withdrawn_at END,
                withdrawn_reason = CASE WHEN n.withdrawn THEN c.withdrawn_reason END
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::text[], $11::text[], $12::jsonb[], $13::bigint[], $14::boolean[])
                AS n (id, siren, siret, name, trade_name, postcode, city, departement, naf, website, match_key, stamps,
                    version, withdrawn)
            WHERE c.id = n.id
            """,
            records.ids,
            records.column(Column.siren),
            records.column(Column.siret),
            records.column(Column.name),
            records.column(Column.tradeName),
            records.column(Column.postcode),
            records.column(Column.city),
            records.map(departement),
            records.column(Column.naf),
            records.column(Column.website),
            companies.map(\.matchKey),
            try records.stamps(),
            records.versions,
            companies.map(\.isWithdrawn)
        )
    }

    /// Takes companies that an undone import had made out of the base, unless some department still works them.
    /// - Returns: those that left, with their new versions.
    static func withdraw(
        _ ids: [UUID],
        reason: String,
        in tx: isolated PostgresSession
    ) throws -> [(id: UUID, version: Int64)] {
        let rows = try tx.query(
            """
            UPDATE companies AS c SET withdrawn_at = now(), withdrawn_reason = $2, version = version + 1,
                updated_at = now()
            WHERE id = ANY($1::uuid[]) AND withdrawn_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM leads AS l WHERE l.company_id = c.id AND l.withdrawn_at IS NULL)
            RETURNING id, version
            """,
            ids,
            reason
        )
        return try rows.map { row in
            let (id, version) = try row.decode(UUID.self, Int64.self)
            return (id, version)
        }
    }

    private static func departement(_ record: Record) -> String? {
        record.fields[Column.postcode].flatMap { PostalCode($0) }?.departement?.code
    }

    private static func decode(_ row: PostgresRow) throws -> CompanyRecord {
        let (
            id, siren, siret, name, tradeName, postcode, city, naf, website, stamps, version, facts, trader, opposed,
            withdrawn, mergedInto
        ) = try row.decode(
            UUID.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            JSONB.self,
            Int64.self,
            Bool.self,
            Bool.self,
            Bool.self,
            Bool.self,
            UUID?.self
        )
        let fields = try Fields(
            [
                Column.siren: siren, Column.siret: siret, Column.name: name, Column.tradeName: tradeName,
                Column.postcode: postcode, Column.city: city, Column.naf: naf, Column.website: website,
            ],
            stamps: stamps
        )
        var company = CompanyRecord(
            record: Record(id: id, version: version, fields: fields),
            isOpposed: opposed,
            isSoleTrader: trader,
            hasFacts: facts,
            isWithdrawn: withdrawn
        )
        company.mergedInto = mergedInto
        return company
    }
}
