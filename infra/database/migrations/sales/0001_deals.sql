-- Deals and activities: written by people through the console, so even the console's role sees only the departments
-- that its transaction names.

CREATE TABLE sales.lead_stages (
    key text COLLATE "C" PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9_-]{0,39}$'),
    label text NOT NULL CHECK (length(label) BETWEEN 1 AND 100),
    position integer NOT NULL CHECK (position >= 0),
    probability_percent integer NOT NULL CHECK (probability_percent BETWEEN 0 AND 100),
    limit_business_days integer CHECK (limit_business_days > 0),
    terminal text CHECK (terminal IN ('won', 'lost')),
    active boolean NOT NULL DEFAULT true,
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT lead_stages_terminal_probability CHECK (
        terminal IS NULL OR probability_percent = CASE terminal WHEN 'won' THEN 100 ELSE 0 END)
);
SELECT msg.describe('sales.lead_stages', $$
    Stages of the sales pipeline, the same for every department.
    key: stable key
    label: name on screen, French
    position: order of the columns
    probability_percent: closing probability by default
    limit_business_days: working days in the stage before a deal counts as stuck; null is no limit
    terminal: won, lost, or null for an open stage
    active: false once no deal may enter
    version: grows with every change
    changed_at: last change; an older request changes nothing
$$);

CREATE TABLE sales.pipeline_opportunities (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    owner_id uuid,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
    stage text COLLATE "C" NOT NULL REFERENCES sales.lead_stages,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'won', 'lost')),
    stage_since timestamptz NOT NULL DEFAULT now(),
    amount_cents bigint CHECK (amount_cents >= 0),
    expected_close date,
    next_step text CHECK (length(next_step) <= 2000),
    next_step_on date,
    lost_reason text CHECK (length(lost_reason) <= 500),
    probability_basis_points integer CHECK (probability_basis_points BETWEEN 0 AND 10000),
    probability_label text,
    closed_at timestamptz,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    CONSTRAINT pipeline_opportunities_closed CHECK ((state = 'open') = (closed_at IS NULL)),
    CONSTRAINT pipeline_opportunities_lost_with_reason CHECK (state <> 'lost' OR lost_reason IS NOT NULL)
);
-- The kanban: a department's open deals by stage, with the columns' sums.
CREATE INDEX pipeline_opportunities_board
    ON sales.pipeline_opportunities (department_id, stage, stage_since, id) INCLUDE (amount_cents, owner_id)
    WHERE state = 'open';
-- A colleague's open deals.
CREATE INDEX pipeline_opportunities_owner ON sales.pipeline_opportunities (owner_id, next_step_on) WHERE state = 'open';
-- The deals of a lead or company.
CREATE INDEX pipeline_opportunities_lead ON sales.pipeline_opportunities (lead_id);
CREATE INDEX pipeline_opportunities_company ON sales.pipeline_opportunities (company_id);
-- Won and lost of a period.
CREATE INDEX pipeline_opportunities_closed ON sales.pipeline_opportunities (department_id, closed_at)
    WHERE closed_at IS NOT NULL;
SELECT msg.describe('sales.pipeline_opportunities', $$
    Deals.
    id: identity (UUIDv7)
    lead_id: lead
    company_id: company
    department_id: department
    owner_id: colleague
    title: title
    stage: stage (sales.lead_stages.key)
    state: open, won or lost
    stage_since: since when in the stage
    amount_cents: amount before tax, cents
    expected_close: day on which closing is expected
    next_step: next step
    next_step_on: day of the next step
    lost_reason: why it was lost
    probability_basis_points: closing probability from scoring, 1 % is 100
    probability_label: what the probability rests on
    closed_at: when it was won or lost
    created_by: actor
    created_at: when it was made
    changed_at: last change
    version: grows with every change; a writer names the one it saw
$$);

CREATE TABLE sales.stage_transitions (
    deal_id uuid NOT NULL REFERENCES sales.pipeline_opportunities ON DELETE CASCADE,
    version bigint NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    from_stage text,
    to_stage text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    seconds_in_stage bigint CHECK (seconds_in_stage >= 0),
    PRIMARY KEY (deal_id, version)
);
-- Stage times of a period.
CREATE INDEX stage_transitions_time ON sales.stage_transitions (department_id, at);
SELECT msg.describe('sales.stage_transitions', $$
    Every move of a deal from stage to stage.
    deal_id: deal
    version: version of the deal after the move
    department_id: department
    from_stage: stage left; null when the deal was made
    to_stage: stage entered
    actor: who moved it
    at: when
    seconds_in_stage: time spent in the stage left
$$);

CREATE TABLE sales.lead_activities (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    company_id uuid NOT NULL,
    deal_id uuid REFERENCES sales.pipeline_opportunities,
    contact_id uuid,
    department_id text COLLATE "C" NOT NULL,
    actor_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('call', 'email', 'meeting', 'note')),
    outcome text CHECK (outcome IN ('reached', 'voicemail', 'no_answer', 'wrong_number', 'callback', 'not_interested')),
    inbound boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL,
    note text CHECK (length(note) <= 20000),
    next_step text CHECK (length(next_step) <= 2000),
    next_step_on date,
    next_step_done_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
-- The history on a lead's page.
CREATE INDEX lead_activities_lead ON sales.lead_activities (lead_id, at DESC);
-- What a colleague has to do today.
CREATE INDEX lead_activities_due ON sales.lead_activities (actor_id, next_step_on)
    WHERE next_step_on IS NOT NULL AND next_step_done_at IS NULL;
-- A department's activity of a period.
CREATE INDEX lead_activities_department ON sales.lead_activities (department_id, at DESC);
SELECT msg.describe('sales.lead_activities', $$
    What colleagues did with leads: called, wrote, met, noted.
    id: identity (UUIDv7)
    lead_id: lead
    company_id: company
    deal_id: deal
    contact_id: contact spoken to
    department_id: department
    actor_id: colleague
    kind: call, email, meeting or note
    outcome: outcome of a call
    inbound: the contact came from the prospect and restarts the three-year clock
    at: when it happened
    note: note; may hold personal data
    next_step: next step agreed
    next_step_on: its day
    next_step_done_at: when it was done
    recorded_at: when it was recorded
$$);

SELECT msg.raise_wall(walled) FROM unnest('{sales.pipeline_opportunities,sales.stage_transitions,
    sales.lead_activities}'::regclass[]) AS walled;

CREATE VIEW sales.v_lead_stages AS
SELECT key, label, position, probability_percent, limit_business_days, terminal, active, version FROM sales.lead_stages;
SELECT msg.describe('sales.v_lead_stages', $$
    Stages of the sales pipeline.
    key: stable key
    label: name on screen
    position: order of the columns
    probability_percent: closing probability by default
    limit_business_days: working days before a deal counts as stuck
    terminal: won, lost or null
    active: false once no deal may enter
    version: grows with every change
$$);

CREATE VIEW sales.v_pipeline_opportunities AS
SELECT id, lead_id, company_id, department_id, owner_id, title, stage, state, stage_since, amount_cents, expected_close,
    next_step, next_step_on, lost_reason, probability_basis_points, probability_label, closed_at, created_at,
    changed_at, version
FROM sales.pipeline_opportunities;
SELECT msg.describe('sales.v_pipeline_opportunities', $$
    Deals of the reader's departments.
    id: deal
    lead_id: lead
    company_id: company
    department_id: department
    owner_id: colleague
    title: title
    stage: stage
    state: open, won or lost
    stage_since: since when in the stage
    amount_cents: amount, cents
    expected_close: expected closing day
    next_step: next step
    next_step_on: its day
    lost_reason: why it was lost
    probability_basis_points: closing probability
    probability_label: what it rests on
    closed_at: when it was won or lost
    created_at: when it was made
    changed_at: last change
    version: grows with every change
$$);

CREATE VIEW sales.v_lead_activities AS
SELECT id, lead_id, company_id, deal_id, contact_id, department_id, actor_id, kind, outcome, inbound, at, next_step,
    next_step_on, next_step_done_at, recorded_at
FROM sales.lead_activities;
SELECT msg.describe('sales.v_lead_activities', $$
    Activities of the reader's departments, without their notes.
    id: activity
    lead_id: lead
    company_id: company
    deal_id: deal
    contact_id: contact
    department_id: department
    actor_id: colleague
    kind: call, email, meeting or note
    outcome: outcome of a call
    inbound: the contact came from the prospect
    at: when it happened
    next_step: next step
    next_step_on: its day
    next_step_done_at: when it was done
    recorded_at: when it was recorded
$$);

SELECT msg.publish_views('sales');
