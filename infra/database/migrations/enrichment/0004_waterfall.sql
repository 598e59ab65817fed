-- In which order providers are asked, and what they may cost, becomes data; paid calls are written ahead, so that a
-- process that dies in the middle does not pay twice; every provider's state says why it rests and until when.

CREATE TABLE enrichment.waterfalls (
    version integer PRIMARY KEY CHECK (version > 0),
    body jsonb NOT NULL,
    actor text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now()
);
SELECT msg.describe('enrichment.waterfalls', $$
    In which order providers are asked, when not, and at what price; the highest version is in force.
    version: counted from 1
    body: perCompanyCents, days by subject, steps with provider, question, unless, priceCents, perDayCents, perDayCalls, onlyWhenAsked, mayBeMissed
    actor: who published it
    published_at: when
$$);

INSERT INTO enrichment.waterfalls (version, actor, body) VALUES (1, 'filon', $${
    "perCompanyCents": 50,
    "days": {},
    "steps": [
        {"provider": "recherche_entreprises", "question": "by_siren", "unless": [],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": false},
        {"provider": "sirene", "question": "by_siren", "unless": ["registered"],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "ratios_inpi_bce", "question": "by_siren",
         "unless": ["ended", "excluded", "unregistered", "sole_trader"],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": false},
        {"provider": "bodacc", "question": "by_siren", "unless": ["ceased", "excluded", "unregistered"],
         "priceCents": 0, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "inpi", "question": "accounts",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "files_no_accounts", "current_turnover", "confidential"],
         "priceCents": 0, "perDayCalls": 9500, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "inpi", "question": "company", "unless": ["ended", "excluded", "unregistered"],
         "priceCents": 0, "perDayCalls": 9500, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "pappers", "question": "by_siren",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "files_no_accounts", "current_turnover", "confidential", "nothing_new_filed"],
         "priceCents": 10, "perDayCents": 1000, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "societe_com", "question": "by_siren",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "files_no_accounts", "current_turnover", "confidential", "nothing_new_filed"],
         "priceCents": 20, "perDayCents": 1000, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "societe_com_pages", "question": "by_siren",
         "unless": ["ended", "excluded", "unregistered", "sole_trader", "files_no_accounts", "current_turnover", "confidential", "nothing_new_filed"],
         "priceCents": 0, "perDayCalls": 1000, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "opencorporates", "question": "by_siren", "unless": ["registered"],
         "priceCents": 0, "perDayCalls": 45, "onlyWhenAsked": false, "mayBeMissed": true},
        {"provider": "pappers", "question": "reach", "unless": ["ended", "excluded", "unregistered"],
         "priceCents": 30, "perDayCents": 1000, "onlyWhenAsked": true, "mayBeMissed": true}
    ]
}$$);

CREATE TABLE enrichment.sector_ratios (
    division text PRIMARY KEY CHECK (division ~ '^[0-9]{2}$'),
    companies integer NOT NULL CHECK (companies > 0),
    per_head_lower bigint NOT NULL,
    per_head_median bigint NOT NULL,
    per_head_upper bigint NOT NULL,
    growth_lower bigint,
    growth_median bigint,
    growth_upper bigint,
    computed_at timestamptz NOT NULL,
    CONSTRAINT sector_ratios_growth_whole CHECK (
        (growth_lower IS NULL) = (growth_median IS NULL) AND (growth_median IS NULL) = (growth_upper IS NULL))
);
SELECT msg.describe('enrichment.sector_ratios', $$
    What companies of a NAF division earn per head and how they grow, measured each night on those whose turnover is public.
    division: NAF division, 2 digits
    companies: how many stand behind it
    per_head_lower: turnover per head and year, lower quartile, cents
    per_head_median: median, cents
    per_head_upper: upper quartile, cents
    growth_lower: growth from one exercise to the next, lower quartile, hundredths of a percent; null where too few are known
    growth_median: median
    growth_upper: upper quartile
    computed_at: when
$$);

CREATE TABLE enrichment.provider_sessions (
    provider text PRIMARY KEY,
    token text,
    valid_until timestamptz,
    opening_until timestamptz
);
SELECT msg.describe('enrichment.provider_sessions', $$
    Sessions at providers that want a login, shared by the replicas: logins are limited. Published in no view.
    provider: provider
    token: token of the session; null after it was refused
    valid_until: not used afterwards
    opening_until: a replica is logging in until then
$$);

ALTER TABLE enrichment.provider_state
    ADD COLUMN rest_reason text CHECK (rest_reason IN ('day_budget', 'day_calls', 'no_credits', 'bad_key', 'robots')),
    ADD COLUMN told_on date,
    ADD COLUMN stopped_at timestamptz,
    ADD COLUMN configured boolean,
    ADD COLUMN key_state text CHECK (key_state IN ('valid', 'refused', 'not_needed', 'missing', 'unchecked')),
    ADD COLUMN credits_left bigint,
    ADD COLUMN checked_at timestamptz,
    ADD COLUMN last_success_at timestamptz,
    ADD COLUMN last_error text CHECK (length(last_error) <= 300),
    ADD COLUMN last_error_at timestamptz;
COMMENT ON COLUMN enrichment.provider_state.rest_reason IS 'why it rests until exhausted_until';
COMMENT ON COLUMN enrichment.provider_state.told_on IS 'day on which its exhaustion was announced last';
COMMENT ON COLUMN enrichment.provider_state.stopped_at IS 'an operator switched it off then; null: in use';
COMMENT ON COLUMN enrichment.provider_state.configured IS 'it has an address and, where one is wanted, a key; null: no replica has said so yet';
COMMENT ON COLUMN enrichment.provider_state.key_state IS 'valid, refused, not_needed, missing or unchecked';
COMMENT ON COLUMN enrichment.provider_state.credits_left IS 'provider''s own units left when checked last';
COMMENT ON COLUMN enrichment.provider_state.checked_at IS 'when key and credits were checked last';
COMMENT ON COLUMN enrichment.provider_state.last_success_at IS 'when it answered last';
COMMENT ON COLUMN enrichment.provider_state.last_error IS 'what went wrong last, without personal data';
COMMENT ON COLUMN enrichment.provider_state.last_error_at IS 'when';

ALTER TABLE enrichment.provider_calls DROP CONSTRAINT provider_calls_outcome_check;
ALTER TABLE enrichment.provider_calls ADD CONSTRAINT provider_calls_outcome_check CHECK (outcome IN
    ('found', 'not_found', 'throttled', 'failed', 'refused', 'cached', 'sent', 'perhaps_paid', 'partial', 'unreadable',
    'no_credits', 'bad_key'));
COMMENT ON COLUMN enrichment.provider_calls.outcome IS
    'found, not_found, partial, throttled, failed, refused, unreadable, no_credits, bad_key; sent: a paid call is on its way; perhaps_paid: its answer was lost';
-- One paid call for a question at a time, in all replicas.
CREATE UNIQUE INDEX provider_calls_sent ON enrichment.provider_calls (provider, operation, siren) WHERE outcome = 'sent';
-- What a company has cost, and whether a paid answer was lost.
CREATE INDEX provider_calls_paid ON enrichment.provider_calls (siren, at) WHERE cost_cents > 0;
-- What was tried for a company.
CREATE INDEX provider_calls_siren ON enrichment.provider_calls (siren, at);

ALTER TABLE enrichment.turnover DROP CONSTRAINT turnover_conflict_check;
ALTER TABLE enrichment.turnover ADD CONSTRAINT turnover_conflict_check CHECK (conflict IN
    ('differs', 'unit_suspect', 'jump', 'restated'));
ALTER TABLE enrichment.turnover ADD COLUMN previous_cents bigint;
COMMENT ON COLUMN enrichment.turnover.previous_cents IS 'the same statement''s figure of the exercise before, cents';

-- When each company's notices were read last.
CREATE TABLE enrichment.watches (
    siren text PRIMARY KEY CHECK (siren ~ '^[0-9]{9}$'),
    due_at timestamptz NOT NULL,
    seen_until date
);
CREATE INDEX watches_due ON enrichment.watches (due_at);
SELECT msg.describe('enrichment.watches', $$
    Companies whose legal notices are watched: a new filing or proceeding has them looked at again.
    siren: SIREN
    due_at: next look at the notices
    seen_until: publication date of the newest notice that was seen
$$);

CREATE OR REPLACE VIEW enrichment.v_provider_state AS
SELECT provider, next_call_at, failures, open_until, retry_after, day, spent_cents, calls, exhausted_until, rest_reason,
    stopped_at, configured, key_state, credits_left, checked_at, last_success_at, last_error, last_error_at
FROM enrichment.provider_state;
SELECT msg.describe('enrichment.v_provider_state', $$
    Rate, breaker, budget and health of each provider.
    provider: provider
    next_call_at: first moment that no replica has reserved for a call
    failures: failures in a row
    open_until: breaker open until then
    retry_after: the provider asked to wait until then
    day: day that the counters are about
    spent_cents: spent that day
    calls: calls that day
    exhausted_until: rests until then
    rest_reason: day_budget, day_calls, no_credits, bad_key or robots
    stopped_at: an operator switched it off then
    configured: it has an address and, where one is wanted, a key
    key_state: valid, refused, not_needed, missing or unchecked
    credits_left: provider's own units left when checked last
    checked_at: when key and credits were checked last
    last_success_at: when it answered last
    last_error: what went wrong last
    last_error_at: when
$$);

CREATE VIEW enrichment.v_waterfalls AS
SELECT version, body, actor, published_at FROM enrichment.waterfalls;
SELECT msg.describe('enrichment.v_waterfalls', $$
    In which order providers are asked, and at what price.
    version: counted from 1; the highest is in force
    body: steps and ceilings
    actor: who published it
    published_at: when
$$);

CREATE VIEW enrichment.v_dossiers AS
SELECT siren, body -> 'turnover' -> 'estimate' AS estimate, body -> 'kept' AS record, body -> 'exclusion' AS exclusion,
    body -> 'end' AS "end", (body ->> 'isIncomplete')::boolean AS is_incomplete, facts_at, valid_until
FROM enrichment.dossiers;
SELECT msg.describe('enrichment.v_dossiers', $$
    What is announced of a SIREN rests on this: deposits, proceedings, stops, conflicts, and every step of the last look.
    siren: SIREN
    estimate: estimated turnover with its interval
    record: deposits, proceedings, stops, conflicts, trail
    exclusion: why it must not be prospected
    end: why it left every queue
    is_incomplete: a provider did not answer
    facts_at: time of the newest answer in it
    valid_until: sources are asked again afterwards
$$);

CREATE VIEW enrichment.v_fact_history AS
SELECT id, siren, field, period, value, unit, source, method, source_date, fetched_at, cost_cents, superseded_by
FROM enrichment.facts;
SELECT msg.describe('enrichment.v_fact_history', $$
    Facts, those that were superseded too.
    id: fact
    siren: SIREN
    field: name of the fact
    period: what it is about
    value: value as JSON
    unit: unit of the value
    source: provider
    method: published, estimated or entered
    source_date: the source's own date
    fetched_at: when it was fetched
    cost_cents: price of the look-up
    superseded_by: fact that replaced it
$$);

SELECT msg.publish_views('enrichment');
