-- What a deal's closing probability rests on: what was known when it began, the model that said it, and what is still to
-- be learnt.
ALTER TABLE scoring.deals
    ADD COLUMN state_version bigint NOT NULL DEFAULT 0,
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN inputs jsonb,
    ADD COLUMN points integer,
    ADD COLUMN rule_set text,
    ADD COLUMN judged_at timestamptz,
    ADD COLUMN low_basis_points integer CHECK (low_basis_points BETWEEN 0 AND 10000),
    ADD COLUMN high_basis_points integer CHECK (high_basis_points BETWEEN 0 AND 10000),
    ADD COLUMN model_id uuid,
    ADD COLUMN chance_version bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT deals_snapshot CHECK ((inputs IS NULL) = (points IS NULL AND rule_set IS NULL AND judged_at IS NULL));
-- Erasures ask for a company's deals; a new model asks for the open ones that it has not judged.
CREATE INDEX deals_company ON scoring.deals (company_id);
CREATE INDEX deals_open ON scoring.deals (deal_id) WHERE state = 'open' AND inputs IS NOT NULL;
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
    state_version: version that said the state
    closed_at: when it was won or lost
    inputs: what the rules saw when the deal began; null without a score, or after an erasure
    points: points that stood then
    rule_set: rules that stood then
    judged_at: when that was known
    low_basis_points: lower end of the interval that holds four of five
    high_basis_points: upper end
    model_id: model that judged it last; null: the rules alone
    chance_version: grows with every announced probability
$$);

ALTER TABLE scoring.outcomes ADD COLUMN judged_at timestamptz;
SELECT msg.describe('scoring.outcomes', $$
    How deals ended, with what was known when they began: what is learnt from.
    lead_id: lead
    deal_id: deal
    department_id: department
    outcome: won or lost
    amount_cents: amount, cents
    closed_at: when
    inputs: what the rules saw when the deal began
    rule_set: rules that stood then
    points: points that stood then
    judged_at: when that was known
$$);

ALTER TABLE scoring.models ADD COLUMN body bytea;
SELECT msg.describe('scoring.models', $$
    Models learnt from outcomes.
    id: identity (UUIDv7)
    name: what it predicts
    version: number of the version
    status: candidate, active, retired or refused
    parameters: hash of the weights, version of the features, mean points under each rule set
    metrics: the model's card: window, outcomes, quality on later data, reliability, contest with the one before
    examples: outcomes that it was trained on
    trained_at: when it was trained
    activated_at: when it came into force
    body: the weights, as scoring reads and writes them; null for models of long ago
$$);

CREATE TABLE scoring.learning (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    outcomes_version bigint NOT NULL,
    trained_version bigint NOT NULL,
    trained_until timestamptz,
    features integer NOT NULL
);
INSERT INTO scoring.learning (outcomes_version, trained_version, features) VALUES (0, 0, 1);
SELECT msg.describe('scoring.learning', $$
    How far outcomes were learnt from; one row.
    one: always true
    outcomes_version: grows whenever an outcome comes, changes or goes
    trained_version: the one that was read last
    trained_until: when the newest outcome of the model in force ended
    features: version of what the learner sees of a lead
$$);

CREATE VIEW scoring.v_deal_chances AS
SELECT deal_id, lead_id, department_id, probability_basis_points, low_basis_points, high_basis_points, label, model_id,
    judged_at
FROM scoring.deals WHERE probability_basis_points IS NOT NULL;
SELECT msg.describe('scoring.v_deal_chances', $$
    Closing probabilities of open and closed deals of the reader's departments, as they were announced last.
    deal_id: deal
    lead_id: lead
    department_id: department
    probability_basis_points: closing probability, 1 % is 100
    low_basis_points: lower end of the interval that holds four of five
    high_basis_points: upper end
    label: what it rests on: regles, hybride or appris
    model_id: model that judged it; null: the rules alone
    judged_at: when what it rests on was known
$$);

CREATE VIEW scoring.v_models AS
SELECT id, name, version, status, parameters, metrics, examples, trained_at, activated_at FROM scoring.models;
SELECT msg.describe('scoring.v_models', $$
    Models learnt from outcomes, without their weights.
    id: identity (UUIDv7)
    name: what it predicts
    version: number of the version
    status: candidate, active, retired or refused
    parameters: hash of the weights, version of the features, mean points under each rule set
    metrics: the model's card
    examples: outcomes that it was trained on
    trained_at: when it was trained
    activated_at: when it came into force
$$);

SELECT msg.publish_views('scoring');
