-- Every fact about a company with where it came from, when and at what price; turnover apart, since it is a series
-- with a reason where it is unknown. Facts are public and shared: no wall.

CREATE TABLE enrichment.companies (
    company_id uuid PRIMARY KEY,
    siren text CONSTRAINT companies_siren_digits CHECK (siren ~ '^[0-9]{9}$'),
    version bigint NOT NULL CHECK (version >= 0),
    state text NOT NULL CHECK (state IN ('unheard', 'to_identify', 'done', 'unavailable', 'ceased')),
    heard_at timestamptz NOT NULL,
    due_at timestamptz,
    facts_at timestamptz,
    announced_at timestamptz,
    opposed_at timestamptz,
    erased_at timestamptz
);
-- What is due for another look, oldest first; a few rows of many.
CREATE INDEX companies_due ON enrichment.companies (due_at) WHERE due_at IS NOT NULL AND opposed_at IS NULL;
-- Whether a person behind a SIREN asked to be forgotten.
CREATE INDEX companies_siren ON enrichment.companies (siren) WHERE siren IS NOT NULL;
SELECT msg.describe('enrichment.companies', $$
    Which company carries which SIREN, and what was announced of it last.
    company_id: company (intake.companies.id)
    siren: SIREN; null while unidentified
    version: version of the company last heard of; 0 while only an objection or an erasure was heard
    state: unheard, to_identify, done, unavailable (announced without an answer) or ceased
    heard_at: when the company was heard of first
    due_at: next look; null is none
    facts_at: time of the facts announced last
    announced_at: last announcement
    opposed_at: objection: no more looks of our own accord
    erased_at: a person of the company was erased: nothing personal is kept of a sole trader
$$);

CREATE TABLE enrichment.dossiers (
    siren text PRIMARY KEY CHECK (siren ~ '^[0-9]{9}$'),
    body jsonb NOT NULL,
    facts_at timestamptz NOT NULL,
    valid_until timestamptz NOT NULL
);
SELECT msg.describe('enrichment.dossiers', $$
    What is announced of a SIREN, merged from all sources: the next company that carries it needs no look outside.
    siren: SIREN
    body: facts, turnover, exclusion or end, and sources, as JSON
    facts_at: time of the newest answer in it
    valid_until: sources are asked again afterwards
$$);

CREATE TABLE enrichment.facts (
    id uuid PRIMARY KEY,
    siren text NOT NULL CHECK (siren ~ '^[0-9]{9}$'),
    field text NOT NULL CHECK (field ~ '^[a-z][a-z0-9_]{0,59}$'),
    period date,
    value jsonb NOT NULL,
    unit text,
    precision_cents bigint CHECK (precision_cents > 0),
    source text NOT NULL,
    method text NOT NULL DEFAULT 'published' CHECK (method IN ('published', 'estimated', 'entered')),
    source_date date,
    fetched_at timestamptz NOT NULL,
    valid_until timestamptz,
    cost_cents integer NOT NULL DEFAULT 0 CHECK (cost_cents >= 0),
    confidence smallint NOT NULL DEFAULT 100 CHECK (confidence BETWEEN 0 AND 100),
    superseded_by uuid REFERENCES enrichment.facts DEFERRABLE INITIALLY DEFERRED
);
-- One current value per source: a second answer supersedes the first.
CREATE UNIQUE INDEX facts_current_unique ON enrichment.facts (siren, field, source, (coalesce(period, '-infinity')))
    WHERE superseded_by IS NULL;
-- What has aged.
CREATE INDEX facts_expiry ON enrichment.facts (valid_until) WHERE superseded_by IS NULL AND valid_until IS NOT NULL;
SELECT msg.describe('enrichment.facts', $$
    Facts with their provenance; older values stay, superseded.
    id: identity (UUIDv7)
    siren: SIREN
    field: name of the fact, for example workforce_band
    period: closing date or first day that the fact is about; null is timeless
    value: value as JSON
    unit: unit of the value, for example eur_cents
    precision_cents: rounding of an amount by its source, cents
    source: provider
    method: published, estimated or entered
    source_date: the source's own date
    fetched_at: when it was fetched
    valid_until: to be looked up again afterwards
    cost_cents: price of the look-up
    confidence: 0 to 100; below 100 for estimates
    superseded_by: fact that replaced it; null is current
$$);

CREATE TABLE enrichment.turnover (
    siren text NOT NULL CHECK (siren ~ '^[0-9]{9}$'),
    closing_date date NOT NULL,
    kind text NOT NULL CHECK (kind IN ('social', 'consolidated')),
    source text NOT NULL,
    months smallint NOT NULL DEFAULT 12 CHECK (months BETWEEN 0 AND 24),
    amount_cents bigint CHECK (amount_cents >= 0),
    status text NOT NULL CHECK (status IN
        ('known', 'zero_confirmed', 'confidential', 'not_filed', 'not_applicable', 'unknown', 'estimated')),
    result_cents bigint,
    low_cents bigint,
    high_cents bigint,
    precision_cents bigint CHECK (precision_cents > 0),
    conflict text CHECK (conflict IN ('differs', 'unit_suspect', 'jump')),
    filed_on date,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT turnover_pkey PRIMARY KEY (siren, closing_date, kind, source),
    CONSTRAINT turnover_amount_by_status CHECK (
        (status IN ('known', 'estimated') AND amount_cents IS NOT NULL)
        OR (status = 'zero_confirmed' AND amount_cents = 0)
        OR (status NOT IN ('known', 'estimated', 'zero_confirmed') AND amount_cents IS NULL)),
    CONSTRAINT turnover_interval_of_estimate CHECK (
        (status = 'estimated') = (low_cents IS NOT NULL AND high_cents IS NOT NULL)
        AND (low_cents IS NULL OR low_cents <= amount_cents) AND (high_cents IS NULL OR amount_cents <= high_cents))
);
SELECT msg.describe('enrichment.turnover', $$
    Turnover (chiffre d'affaires) by accounting year and source; unknown is a state with a reason, never zero.
    siren: SIREN
    closing_date: end of the accounting year
    kind: social or consolidated
    source: provider
    months: length of the year; 0 if unknown
    amount_cents: turnover, cents; null where the year was filed without it
    status: known, zero_confirmed, confidential, not_filed, not_applicable, unknown or estimated
    result_cents: net result, cents
    low_cents: lower end of an estimate, cents
    high_cents: upper end of an estimate, cents
    precision_cents: rounding by the source, cents
    conflict: differs from another source, suspect unit, or a jump against the year before
    filed_on: date of deposit
    fetched_at: when it was fetched
$$);

CREATE TABLE enrichment.turnover_status (
    siren text PRIMARY KEY CHECK (siren ~ '^[0-9]{9}$'),
    status text NOT NULL CHECK (status IN
        ('known', 'zero_confirmed', 'confidential', 'not_filed', 'not_applicable', 'unknown', 'estimated')),
    reason text,
    decided_at timestamptz NOT NULL,
    CONSTRAINT turnover_status_reason CHECK (status IN ('known', 'zero_confirmed') OR reason IS NOT NULL)
);
SELECT msg.describe('enrichment.turnover_status', $$
    What is known of a company's turnover as a whole, and if not, why.
    siren: SIREN
    status: status over all years and sources
    reason: machine-readable reason when not known
    decided_at: time of the facts that it was decided on
$$);
