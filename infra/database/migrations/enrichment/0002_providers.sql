-- Providers are slow, limited and sometimes paid: every call is on a ledger, every reply is kept as long as it is
-- valid, and the rate and breaker are shared by the replicas.

CREATE TABLE enrichment.provider_calls (
    id uuid PRIMARY KEY,
    provider text NOT NULL,
    siren text,
    company_id uuid,
    operation text NOT NULL,
    at timestamptz NOT NULL,
    status integer,
    outcome text NOT NULL CHECK (outcome IN ('found', 'not_found', 'throttled', 'failed', 'refused', 'cached')),
    duration_ms integer NOT NULL CHECK (duration_ms >= 0),
    cost_cents integer NOT NULL DEFAULT 0 CHECK (cost_cents >= 0),
    credits integer NOT NULL DEFAULT 0 CHECK (credits >= 0)
);
-- Spending of a day or month per provider.
CREATE INDEX provider_calls_ledger ON enrichment.provider_calls (provider, at);
-- Why a company's facts are what they are.
CREATE INDEX provider_calls_company ON enrichment.provider_calls (company_id, at) WHERE company_id IS NOT NULL;
SELECT msg.describe('enrichment.provider_calls', $$
    Ledger of calls to providers.
    id: identity (UUIDv7)
    provider: provider, for example recherche_entreprises
    siren: SIREN asked for
    company_id: company that it was for
    operation: what was asked
    at: when
    status: HTTP status; null if no answer came
    outcome: found, not_found, throttled, failed, refused or cached
    duration_ms: time until the answer, milliseconds
    cost_cents: price, cents
    credits: provider's own units used
$$);

CREATE TABLE enrichment.cached_replies (
    provider text NOT NULL,
    key text NOT NULL CHECK (length(key) <= 500),
    status integer NOT NULL,
    body bytea NOT NULL,
    fetched_at timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    PRIMARY KEY (provider, key)
);
-- What is thrown away at night.
CREATE INDEX cached_replies_expiry ON enrichment.cached_replies (valid_until);
SELECT msg.describe('enrichment.cached_replies', $$
    Replies of providers while they are valid; throttled and failed ones are not kept.
    provider: provider
    key: operation and argument
    status: HTTP status
    body: reply without the persons in it
    fetched_at: when it was fetched
    valid_until: asked again afterwards
$$);

CREATE TABLE enrichment.provider_state (
    provider text PRIMARY KEY,
    next_call_at timestamptz NOT NULL DEFAULT now(),
    failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    open_until timestamptz,
    retry_after timestamptz,
    day date,
    spent_cents bigint NOT NULL DEFAULT 0 CHECK (spent_cents >= 0),
    calls bigint NOT NULL DEFAULT 0 CHECK (calls >= 0),
    exhausted_until timestamptz
);
SELECT msg.describe('enrichment.provider_state', $$
    Rate, breaker and budget of each provider, shared by the replicas.
    provider: provider
    next_call_at: first moment that no replica has reserved for a call
    failures: failures in a row
    open_until: breaker open: no call until then
    retry_after: the provider asked to wait until then
    day: day that the two counters are about
    spent_cents: spent that day, cents
    calls: calls that day
    exhausted_until: budget used up until then
$$);

CREATE VIEW enrichment.v_companies AS
SELECT company_id, siren, state, heard_at, due_at, facts_at, announced_at, opposed_at, erased_at
FROM enrichment.companies;
SELECT msg.describe('enrichment.v_companies', $$
    State of the look-up of each company.
    company_id: company
    siren: SIREN
    state: unheard, to_identify, done, unavailable or ceased
    heard_at: when the company was heard of first
    due_at: next look
    facts_at: time of the facts announced last
    announced_at: last announcement
    opposed_at: objection
    erased_at: erasure
$$);

CREATE VIEW enrichment.v_facts AS
SELECT id, siren, field, period, value, unit, precision_cents, source, method, source_date, fetched_at,
    valid_until, cost_cents, confidence
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
    source: provider
    method: published, estimated or entered
    source_date: the source's own date
    fetched_at: when it was fetched
    valid_until: to be looked up again afterwards
    cost_cents: price of the look-up
    confidence: 0 to 100
$$);

CREATE VIEW enrichment.v_turnover AS
SELECT siren, closing_date, kind, source, months, amount_cents, status, result_cents, low_cents, high_cents, conflict,
    filed_on, fetched_at
FROM enrichment.turnover;
SELECT msg.describe('enrichment.v_turnover', $$
    Turnover by accounting year and source.
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

CREATE VIEW enrichment.v_turnover_status AS
SELECT siren, status, reason, decided_at FROM enrichment.turnover_status;
SELECT msg.describe('enrichment.v_turnover_status', $$
    What is known of a company's turnover as a whole.
    siren: SIREN
    status: status over all years and sources
    reason: reason when not known
    decided_at: time of the facts
$$);

CREATE VIEW enrichment.v_provider_calls AS
SELECT id, provider, siren, company_id, operation, at, status, outcome, duration_ms, cost_cents, credits
FROM enrichment.provider_calls;
SELECT msg.describe('enrichment.v_provider_calls', $$
    Ledger of calls to providers.
    id: call
    provider: provider
    siren: SIREN asked for
    company_id: company that it was for
    operation: what was asked
    at: when
    status: HTTP status
    outcome: outcome
    duration_ms: milliseconds
    cost_cents: price, cents
    credits: provider's own units used
$$);

CREATE VIEW enrichment.v_provider_state AS
SELECT provider, next_call_at, failures, open_until, retry_after, day, spent_cents, calls, exhausted_until
FROM enrichment.provider_state;
SELECT msg.describe('enrichment.v_provider_state', $$
    Rate, breaker and budget of each provider.
    provider: provider
    next_call_at: first moment that no replica has reserved for a call
    failures: failures in a row
    open_until: breaker open until then
    retry_after: the provider asked to wait until then
    day: day that the counters are about
    spent_cents: spent that day
    calls: calls that day
    exhausted_until: budget used up until then
$$);

SELECT msg.publish_views('enrichment');
