-- What a colleague knows of a company is a fact like the others: with who said so, where they know it from, and when.

ALTER TABLE enrichment.facts
    ADD COLUMN actor text CHECK (length(actor) <= 200),
    ADD COLUMN note text CHECK (length(note) <= 300);
COMMENT ON COLUMN enrichment.facts.actor IS 'who entered it: user id or operator; null where a provider said it';
COMMENT ON COLUMN enrichment.facts.note IS 'where the colleague knows it from, in their words; null where a provider said it, and after an erasure';

CREATE OR REPLACE VIEW enrichment.v_facts AS
SELECT id, siren, field, period, value, unit, precision_cents, source, method, source_date, fetched_at,
    valid_until, cost_cents, confidence, file_id, actor, note
FROM enrichment.facts WHERE superseded_by IS NULL;
SELECT msg.describe('enrichment.v_facts', $$
    Current facts with their provenance.
    id: fact
    siren: SIREN
    field: name of the fact
    period: what it is about
    value: value as JSON
    unit: unit of the value
    precision_cents: rounding by the source
    source: provider, or person
    method: published, estimated or entered
    source_date: the source's own date
    fetched_at: when it was fetched
    valid_until: to be looked up again afterwards
    cost_cents: price of the look-up
    confidence: 0 to 100
    file_id: bulk file that it was read in; null: a provider answered it
    actor: who entered it
    note: where the colleague knows it from
$$);

CREATE OR REPLACE VIEW enrichment.v_fact_history AS
SELECT id, siren, field, period, value, unit, source, method, source_date, fetched_at, cost_cents, superseded_by, actor,
    note
FROM enrichment.facts;
SELECT msg.describe('enrichment.v_fact_history', $$
    Facts, those that were superseded too.
    id: fact
    siren: SIREN
    field: name of the fact
    period: what it is about
    value: value as JSON
    unit: unit of the value
    source: provider, or person
    method: published, estimated or entered
    source_date: the source's own date
    fetched_at: when it was fetched
    cost_cents: price of the look-up
    superseded_by: fact that replaced it
    actor: who entered it
    note: where the colleague knows it from
$$);

-- Addresses and numbers that somebody objected to being prospected by, or whose owner was erased: never kept again.
CREATE TABLE enrichment.silenced (
    fingerprint bytea PRIMARY KEY CHECK (octet_length(fingerprint) = 32),
    at timestamptz NOT NULL
);
SELECT msg.describe('enrichment.silenced', $$
    Addresses and numbers that are neither kept nor shown: their owner objected or was erased.
    fingerprint: SHA-256 of the normalised address or number
    at: when the objection or erasure was first recorded
$$);
-- Which companies are reached by an address that somebody objects to; a few rows of many.
CREATE INDEX facts_by_address ON enrichment.facts (sha256(replace(lower(value #>> '{}'), '\', '\\')::bytea)) WHERE field IN ('phone', 'email');

-- What was kept for three years.
CREATE INDEX facts_of_reach ON enrichment.facts (fetched_at) WHERE field IN ('phone', 'email');

-- Phone, e-mail and site that were asked for, while the company may be prospected.
CREATE VIEW enrichment.v_reach AS
SELECT d.siren, d.body -> 'kept' -> 'reach' ->> 'phone' AS phone, d.body -> 'kept' -> 'reach' ->> 'email' AS email,
    d.body -> 'kept' -> 'reach' ->> 'site' AS site,
    (d.body -> 'kept' -> 'reach' ->> 'isPersonalMobile')::boolean AS is_personal_mobile,
    d.body -> 'kept' -> 'reach' ->> 'source' AS source,
    (d.body -> 'kept' -> 'reach' ->> 'at')::timestamptz AS at
FROM enrichment.dossiers AS d
WHERE d.body -> 'kept' ->> 'reach' IS NOT NULL AND d.body ->> 'exclusion' IS NULL AND d.body ->> 'end' IS NULL
    AND NOT EXISTS (SELECT FROM enrichment.companies AS c
        WHERE c.siren = d.siren AND (c.opposed_at IS NOT NULL OR (c.erased_at IS NOT NULL
            AND (d.body -> 'facts' ->> 'isSoleTrader')::boolean)));
SELECT msg.describe('enrichment.v_reach', $$
    How a company is reached, where somebody asked a provider for it and nothing forbids prospecting.
    siren: SIREN
    phone: number, E.164
    email: address
    site: host and path
    is_personal_mobile: a sole trader's mobile: the rules for consumers hold
    source: provider
    at: when it was fetched
$$);

SELECT msg.publish_views('enrichment');
