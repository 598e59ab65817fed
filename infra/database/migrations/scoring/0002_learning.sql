-- What happened to leads and deals, and the models learnt from it.

CREATE TABLE scoring.activities (
    activity_id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    deal_id uuid,
    kind text NOT NULL,
    outcome text,
    inbound boolean NOT NULL,
    at timestamptz NOT NULL
);
-- Recency and count per lead, a rule's input.
CREATE INDEX activities_lead ON scoring.activities (lead_id, at DESC);
SELECT msg.describe('scoring.activities', $$
    Activities heard of, as inputs of rules and models.
    activity_id: activity
    lead_id: lead
    department_id: department
    deal_id: deal
    kind: call, email, meeting or note
    outcome: outcome of a call
    inbound: the contact came from the prospect
    at: when
$$);

CREATE TABLE scoring.deals (
    deal_id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    stage text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'won', 'lost')),
    amount_cents bigint CHECK (amount_cents >= 0),
    stage_since timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    probability_basis_points integer CHECK (probability_basis_points BETWEEN 0 AND 10000),
    label text CHECK (label IN ('regles', 'hybride', 'appris'))
);
CREATE INDEX deals_lead ON scoring.deals (lead_id);
SELECT msg.describe('scoring.deals', $$
    Deals heard of, with the probability announced last.
    deal_id: deal
    lead_id: lead
    company_id: company
    department_id: department
    stage: stage
    state: open, won or lost
    amount_cents: amount, cents
    stage_since: since when in the stage
    created_at: when the deal was made
    version: version last heard of
    probability_basis_points: closing probability, 1 % is 100
    label: what it rests on: regles, hybride or appris
$$);

CREATE TABLE scoring.outcomes (
    lead_id uuid NOT NULL,
    deal_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('won', 'lost')),
    amount_cents bigint,
    closed_at timestamptz NOT NULL,
    inputs jsonb NOT NULL,
    rule_set text NOT NULL,
    points integer NOT NULL,
    PRIMARY KEY (deal_id)
);
-- Training reads in order of time.
CREATE INDEX outcomes_time ON scoring.outcomes (closed_at);
SELECT msg.describe('scoring.outcomes', $$
    How deals ended, with what was known when the lead was scored: what is learnt from.
    lead_id: lead
    deal_id: deal
    department_id: department
    outcome: won or lost
    amount_cents: amount, cents
    closed_at: when
    inputs: inputs of the score that stood then
    rule_set: rules that stood then
    points: points that stood then
$$);

CREATE TABLE scoring.models (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    status text NOT NULL DEFAULT 'candidate' CHECK (status IN ('candidate', 'active', 'retired', 'refused')),
    parameters jsonb NOT NULL,
    metrics jsonb NOT NULL,
    examples integer NOT NULL CHECK (examples >= 0),
    trained_at timestamptz NOT NULL,
    activated_at timestamptz,
    CONSTRAINT models_name_version_unique UNIQUE (name, version)
);
CREATE UNIQUE INDEX models_one_active ON scoring.models (name) WHERE status = 'active';
SELECT msg.describe('scoring.models', $$
    Models learnt from outcomes.
    id: identity (UUIDv7)
    name: what it predicts
    version: number of the version
    status: candidate, active, retired or refused
    parameters: coefficients and vocabulary
    metrics: quality on later data
    examples: outcomes that it was trained on
    trained_at: when it was trained
    activated_at: when it came into force
$$);

SELECT msg.raise_wall(walled) FROM unnest(
    '{scoring.activities,scoring.deals,scoring.outcomes}'::regclass[]) AS walled;

CREATE VIEW scoring.v_scores AS
SELECT lead_id, company_id, department_id, points, priority, band, urgency, size_class, turnover_status, latest_cents,
    latest_closing, change_basis_points, trend, rule_set, inputs, exclusion_code, exclusion_text, version,
    computed_at
FROM scoring.scores;
SELECT msg.describe('scoring.v_scores', $$
    Scores of the reader's departments.
    lead_id: lead
    company_id: company
    department_id: department
    points: sum of the lines
    priority: sorts the queue, higher first
    band: A, B, C or D
    urgency: critical, high, normal or low
    size_class: tpe, pme, eti, ge or unknown
    turnover_status: status of the turnover
    latest_cents: latest turnover, cents
    latest_closing: its closing date
    change_basis_points: change against the year before
    trend: how turnover moved
    rule_set: name and version of the rules
    inputs: what the rules saw
    exclusion_code: why the lead must not be prospected
    exclusion_text: the same in French
    version: grows with every score
    computed_at: when it was computed
$$);

CREATE VIEW scoring.v_score_lines AS
SELECT lead_id, position, department_id, rule, points, input, source, source_date, text FROM scoring.score_lines;
SELECT msg.describe('scoring.v_score_lines', $$
    Lines of scores of the reader's departments.
    lead_id: lead
    position: order on screen
    department_id: department
    rule: key of the rule
    points: points of this line
    input: value that the rule saw
    source: provider, or import
    source_date: the input's own date
    text: reason in French
$$);

CREATE VIEW scoring.v_score_history AS
SELECT lead_id, version, department_id, points, band, urgency, rule_set, computed_at FROM scoring.score_history;
SELECT msg.describe('scoring.v_score_history', $$
    Earlier scores of leads of the reader's departments.
    lead_id: lead
    version: version of the score
    department_id: department
    points: points then
    band: band then
    urgency: urgency then
    rule_set: rules then
    computed_at: when it was computed
$$);

CREATE VIEW scoring.v_rule_sets AS
SELECT id, name, version, definition, status, created_by, created_at, published_at FROM scoring.rule_sets;
SELECT msg.describe('scoring.v_rule_sets', $$
    Versions of the rules.
    id: rule set
    name: name of the set
    version: number of the version
    definition: rules and weights
    status: draft, published or retired
    created_by: actor
    created_at: when it was written
    published_at: when it came into force
$$);

SELECT msg.publish_views('scoring');
