-- After the sale: what was promised to a customer, how the customer fares, and what points to more or to the end.

CREATE TABLE success.plans (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    company_id uuid NOT NULL,
    deal_id uuid NOT NULL CONSTRAINT plans_deal_unique UNIQUE,
    department_id text COLLATE "C" NOT NULL,
    owner_id uuid,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'completed', 'stopped')),
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    CONSTRAINT plans_ended CHECK ((state = 'running') = (ended_at IS NULL))
);
CREATE INDEX plans_company ON success.plans (company_id);
SELECT msg.describe('success.plans', $$
    Onboarding plan of a won deal.
    id: identity (UUIDv7)
    lead_id: lead
    company_id: customer
    deal_id: deal that was won
    department_id: department
    owner_id: colleague
    state: running, completed or stopped
    started_at: start
    ended_at: end
    version: grows with every change
$$);

CREATE TABLE success.milestones (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES success.plans ON DELETE CASCADE,
    department_id text COLLATE "C" NOT NULL,
    key text NOT NULL,
    label text NOT NULL,
    position integer NOT NULL,
    due_on date NOT NULL,
    announced_at timestamptz,
    reached_at timestamptz,
    missed_at timestamptz,
    CONSTRAINT milestones_key_unique UNIQUE (plan_id, key),
    CONSTRAINT milestones_one_end CHECK (reached_at IS NULL OR missed_at IS NULL)
);
-- What falls due.
CREATE INDEX milestones_due ON success.milestones (due_on) WHERE reached_at IS NULL AND missed_at IS NULL;
SELECT msg.describe('success.milestones', $$
    Steps of a plan.
    id: identity (UUIDv7)
    plan_id: plan
    department_id: department
    key: stable key
    label: name on screen, French
    position: order
    due_on: day
    announced_at: when it was announced as due
    reached_at: when it was reached
    missed_at: when it was given up
$$);

CREATE TABLE success.health_snapshots (
    lead_id uuid NOT NULL,
    day date NOT NULL,
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    points integer NOT NULL CHECK (points BETWEEN 0 AND 100),
    level text NOT NULL CHECK (level IN ('green', 'yellow', 'red')),
    parts jsonb NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (lead_id, day)
);
-- A department's customers by health on a day.
CREATE INDEX health_snapshots_department ON success.health_snapshots (department_id, day, level);
SELECT msg.describe('success.health_snapshots', $$
    Health of a customer on a day.
    lead_id: lead
    day: day, Europe/Paris
    company_id: customer
    department_id: department
    points: 0 to 100
    level: green, yellow or red, with hysteresis
    parts: points by part, summing to points
    computed_at: when it was computed
$$);

CREATE TABLE success.signals (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('upsell', 'churn_risk', 'late_payment', 'turnover_rise', 'silence')),
    strength integer NOT NULL CHECK (strength BETWEEN 0 AND 100),
    evidence jsonb NOT NULL,
    occasion text NOT NULL,
    detected_at timestamptz NOT NULL,
    handled_at timestamptz,
    CONSTRAINT signals_occasion_unique UNIQUE (lead_id, kind, occasion)
);
CREATE INDEX signals_open ON success.signals (department_id, detected_at DESC) WHERE handled_at IS NULL;
SELECT msg.describe('success.signals', $$
    What points to more business or to its end.
    id: identity (UUIDv7)
    lead_id: lead
    company_id: customer
    department_id: department
    kind: upsell, churn_risk, late_payment, turnover_rise or silence
    strength: 0 to 100
    evidence: what it rests on
    occasion: what makes it one and the same signal
    detected_at: when it was detected
    handled_at: when somebody took it up
$$);

SELECT msg.raise_wall(walled) FROM unnest('{success.plans,success.milestones,success.health_snapshots,
    success.signals}'::regclass[]) AS walled;

CREATE VIEW success.v_plans AS
SELECT id, lead_id, company_id, deal_id, department_id, owner_id, state, started_at, ended_at, version
FROM success.plans;
SELECT msg.describe('success.v_plans', $$
    Plans of the reader's departments.
    id: plan
    lead_id: lead
    company_id: customer
    deal_id: deal
    department_id: department
    owner_id: colleague
    state: running, completed or stopped
    started_at: start
    ended_at: end
    version: grows with every change
$$);

CREATE VIEW success.v_milestones AS
SELECT id, plan_id, department_id, key, label, position, due_on, announced_at, reached_at, missed_at
FROM success.milestones;
SELECT msg.describe('success.v_milestones', $$
    Steps of plans of the reader's departments.
    id: milestone
    plan_id: plan
    department_id: department
    key: stable key
    label: name on screen
    position: order
    due_on: day
    announced_at: when it was announced as due
    reached_at: when it was reached
    missed_at: when it was given up
$$);

CREATE VIEW success.v_health_snapshots AS
SELECT lead_id, day, company_id, department_id, points, level, parts, computed_at FROM success.health_snapshots;
SELECT msg.describe('success.v_health_snapshots', $$
    Health of customers of the reader's departments.
    lead_id: lead
    day: day
    company_id: customer
    department_id: department
    points: 0 to 100
    level: green, yellow or red
    parts: points by part
    computed_at: when it was computed
$$);

CREATE VIEW success.v_signals AS
SELECT id, lead_id, company_id, department_id, kind, strength, evidence, occasion, detected_at, handled_at
FROM success.signals;
SELECT msg.describe('success.v_signals', $$
    Signals of customers of the reader's departments.
    id: signal
    lead_id: lead
    company_id: customer
    department_id: department
    kind: what it points to
    strength: 0 to 100
    evidence: what it rests on
    occasion: what makes it one and the same signal
    detected_at: when it was detected
    handled_at: when somebody took it up
$$);

SELECT msg.publish_views('success');
