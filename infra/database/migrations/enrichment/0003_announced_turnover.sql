-- Readers see the years that were announced, with the length that was announced, and no others: other sources' statements
-- of the same year, and group accounts beside a company's own, are kept for comparison only.

ALTER TABLE enrichment.turnover
    ADD COLUMN announced_months smallint DEFAULT 12 CHECK (announced_months BETWEEN 0 AND 24);
COMMENT ON COLUMN enrichment.turnover.announced_months IS
    'length of the year as announced, 0 if unknown; null: kept for comparison, not announced';

UPDATE enrichment.turnover AS t SET announced_months = (
    SELECT (y.year ->> 'months')::smallint
    FROM enrichment.dossiers AS d, jsonb_array_elements(d.body -> 'turnover' -> 'years') AS y (year)
    WHERE d.siren = t.siren AND y.year ->> 'closingDate' = t.closing_date::text AND y.year ->> 'kind' = t.kind
        AND y.year ->> 'source' = t.source
    LIMIT 1);

CREATE OR REPLACE VIEW enrichment.v_turnover AS
SELECT siren, closing_date, kind, source, announced_months AS months, amount_cents, status, result_cents, low_cents,
    high_cents, conflict, filed_on, fetched_at
FROM enrichment.turnover WHERE announced_months IS NOT NULL;
SELECT msg.describe('enrichment.v_turnover', $$
    Turnover by accounting year, as company.enriched announced it.
    siren: SIREN
    closing_date: end of the accounting year
    kind: social or consolidated
    source: provider
    months: length of the year; 0 if unknown
    amount_cents: turnover, cents
    status: status of the year
    result_cents: net result, cents
    low_cents: lower end of an estimate
    high_cents: upper end of an estimate
    conflict: what is doubtful
    filed_on: date of deposit
    fetched_at: when it was fetched
$$);

SELECT msg.publish_views('enrichment');
