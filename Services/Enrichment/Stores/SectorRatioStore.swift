import Foundation
import Postgres

/// Table `sector_ratios`: what a sector's companies earn per head, measured on those whose turnover is public.
enum SectorRatioStore {
    /// By NAF division; 88 rows at most.
    static func all(in tx: isolated PostgresSession) throws -> [String: SectorRatio] {
        let rows = try tx.query(
            """
            SELECT division, companies::bigint, per_head_lower, per_head_median, per_head_upper,
                growth_lower, growth_median, growth_upper FROM sector_ratios
            """
        )
        var ratios: [String: SectorRatio] = [:]
        for row in rows {
            let (division, companies, lower, median, upper, slow, usual, fast) = try row.decode(
                String.self,
                Int.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64?.self,
                Int64?.self,
                Int64?.self
            )
            var ratio = SectorRatio(
                division: division,
                perHead: .init(lower: lower, median: median, upper: upper),
                companies: companies
            )
            if let slow, let usual, let fast { ratio.growth = .init(lower: slow, median: usual, upper: fast) }
            ratios[division] = ratio
        }
        return ratios
    }

    /// Measures anew from what is announced: the latest public exercise of each company of the last four years by the
    /// middle of its workforce band, and the growth between its last two.
    static func measure(at now: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            WITH heads (band, heads) AS (VALUES
                ('01', 1.5), ('02', 4.0), ('03', 7.5), ('11', 14.5), ('12', 34.5), ('21', 74.5), ('22', 149.5),
                ('31', 224.5), ('32', 374.5), ('41', 749.5), ('42', 1499.5), ('51', 3499.5), ('52', 7499.5)),
            years AS MATERIALIZED (
                SELECT siren, closing_date, amount_cents * 12.0 / CASE WHEN announced_months = 0 THEN 12
                        ELSE announced_months END AS cents,
                    row_number() OVER (PARTITION BY siren ORDER BY closing_date DESC) AS place
                FROM turnover
                WHERE announced_months IS NOT NULL AND source <> 'person' AND kind = 'social' AND status = 'known' AND amount_cents > 0
                    AND conflict IS NULL AND closing_date > $1::timestamptz - interval '4 years'
                    AND (announced_months = 0 OR announced_months BETWEEN 6 AND 18)),
            companies AS (
                SELECT left(naf.value #>> '{}', 2) AS division, last.cents / heads.heads AS per_head,
                    10000 * (last.cents / before.cents - 1) AS growth
                FROM years AS last
                JOIN facts AS naf ON naf.siren = last.siren AND naf.field = 'naf' AND naf.superseded_by IS NULL
                JOIN facts AS band ON band.siren = last.siren AND band.field = 'workforce_band'
                    AND band.superseded_by IS NULL AND band.source = naf.source
                JOIN heads ON heads.band = band.value #>> '{}'
                LEFT JOIN years AS before ON before.siren = last.siren AND before.place = 2
                    AND last.closing_date - before.closing_date BETWEEN 300 AND 430
                WHERE last.place = 1)
            INSERT INTO sector_ratios (division, companies, per_head_lower, per_head_median, per_head_upper, growth_lower,
                growth_median, growth_upper, computed_at)
            SELECT division, count(*), percentile_disc(0.25) WITHIN GROUP (ORDER BY per_head)::bigint,
                percentile_disc(0.5) WITHIN GROUP (ORDER BY per_head)::bigint,
                percentile_disc(0.75) WITHIN GROUP (ORDER BY per_head)::bigint,
                CASE WHEN count(growth) >= $2 THEN percentile_disc(0.25) WITHIN GROUP (ORDER BY growth)::bigint END,
                CASE WHEN count(growth) >= $2 THEN percentile_disc(0.5) WITHIN GROUP (ORDER BY growth)::bigint END,
                CASE WHEN count(growth) >= $2 THEN percentile_disc(0.75) WITHIN GROUP (ORDER BY growth)::bigint END, $1
            FROM companies WHERE division ~ '^[0-9]{2}$' GROUP BY division
            ON CONFLICT (division) DO UPDATE SET
                companies = excluded.companies, per_head_lower = excluded.per_head_lower,
                per_head_median = excluded.per_head_median, per_head_upper = excluded.per_head_upper,
                growth_lower = excluded.growth_lower, growth_median = excluded.growth_median,
                growth_upper = excluded.growth_upper, computed_at = excluded.computed_at
            """,
            now,
            SectorRatio.enough
        )
    }
}
