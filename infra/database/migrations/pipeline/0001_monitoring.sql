-- Health of the sales pipeline: the deals as last heard of, what was found wrong with them, figures with the version
-- of their formula, and the reports made of both.

CREATE TABLE pipeline.deal_snapshots (
    deal_id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    owner_id uuid,
    title text NOT NULL,
    stage text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'won', 'lost')),
    stage_since timestamptz NOT NULL,
    amount_cents bigint CHECK (amount_cents >= 0),
    expected_close date,
    slipped integer NOT NULL DEFAULT 0 CHECK (slipped >= 0),
    next_step text,
    next_step_on date,
    last_activity_at timestamptz,
    probability_basis_points integer CHECK (probability_basis_points BETWEEN 0 AND 10000),
    created_at timestamptz NOT NULL,
    closed_at timestamptz,
    version bigint NOT NULL CHECK (version > 0)
);
-- The daily analysis walks the open deals of a department by stage.
CREATE INDEX deal_snapshots_open ON pipeline.deal_snapshots (department_id, stage, stage_since) WHERE state = 'open';
-- Won and lost of a period, for figures.
CREATE INDEX deal_snapshots_closed ON pipeline.deal_snapshots (department_id, closed_at) WHERE closed_at IS NOT NULL;
-- An activity finds its deals.
CREATE INDEX deal_snapshots_lead ON pipeline.deal_snapshots (lead_id);
SELECT msg.describe('pipeline.deal_snapshots', $$
    Each deal as last heard of.
    deal_id: deal
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
    slipped: how often the expected closing was put off
    next_step: next step
    next_step_on: its day
    last_activity_at: last activity
    probability_basis_points: closing probability, 1 % is 100
    created_at: when it was made
    closed_at: when it was won or lost
    version: version last heard of
$$);

CREATE TABLE pipeline.lead_snapshots (
    lead_id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    registered boolean NOT NULL DEFAULT false,
    score_version bigint NOT NULL DEFAULT 0,
    barred boolean NOT NULL DEFAULT false,
    state text CHECK (state IN ('owned', 'pooled', 'unassignable')),
    state_version bigint NOT NULL DEFAULT 0,
    last_activity_at timestamptz,
    next_step_on date
);
-- Leads of a department by state, for figures, without visiting the table.
CREATE INDEX lead_snapshots_counts ON pipeline.lead_snapshots (department_id)
    INCLUDE (registered, score_version, barred, state);
SELECT msg.describe('pipeline.lead_snapshots', $$
    Each lead as last heard of: what figures count, and what is planned with it.
    lead_id: lead
    department_id: department
    registered: lead.registered was heard
    score_version: version of the last score heard of; 0 is none
    barred: that score excludes the lead
    state: owned, pooled or unassignable; null until assignment speaks
    state_version: version of that state
    last_activity_at: last activity
    next_step_on: day of the next step that the last activity agreed on
$$);

CREATE TABLE pipeline.stages (
    key text COLLATE "C" PRIMARY KEY,
    label text NOT NULL,
    position integer NOT NULL,
    probability_percent integer NOT NULL CHECK (probability_percent BETWEEN 0 AND 100),
    limit_business_days integer CHECK (limit_business_days > 0),
    learnt_limit_days integer CHECK (learnt_limit_days > 0),
    learnt_from integer NOT NULL DEFAULT 0 CHECK (learnt_from >= 0)
);
SELECT msg.describe('pipeline.stages', $$
    Limits by stage: the seed, and what won deals teach once there are enough.
    key: stage (sales.lead_stages.key)
    label: name on screen
    position: order
    probability_percent: closing probability by default
    limit_business_days: limit set by people, working days
    learnt_limit_days: 80th percentile of won deals, working days
    learnt_from: won deals that it was learnt from
$$);

CREATE TABLE pipeline.findings (
    id uuid PRIMARY KEY,
    deal_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('stuck', 'overdue_close', 'no_next_step', 'overdue_step', 'slipped', 'silent')),
    stage text NOT NULL,
    stage_since timestamptz NOT NULL,
    measured integer NOT NULL,
    threshold integer NOT NULL,
    suggestion text NOT NULL,
    found_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT now(),
    snoozed_until date,
    resolved_at timestamptz
);
-- One finding of a kind per stay in a stage: a deal is not announced stuck twice.
CREATE UNIQUE INDEX findings_unique ON pipeline.findings (deal_id, kind, stage, stage_since);
-- What is wrong now in a department.
CREATE INDEX findings_open ON pipeline.findings (department_id, kind) WHERE resolved_at IS NULL;
SELECT msg.describe('pipeline.findings', $$
    What is wrong with a deal.
    id: identity (UUIDv7)
    deal_id: deal
    department_id: department
    kind: stuck, overdue_close, no_next_step, overdue_step, slipped or silent
    stage: stage then
    stage_since: since when in the stage
    measured: value found: working days, or times slipped
    threshold: threshold used, same unit
    suggestion: what to do, French
    found_at: when it was found
    seen_at: when a look last confirmed it
    snoozed_until: hidden until this day
    resolved_at: when it was no longer so
$$);

CREATE TABLE pipeline.kpi_definitions (
    key text COLLATE "C" NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{0,59}$'),
    version integer NOT NULL CHECK (version > 0),
    label text NOT NULL,
    unit text NOT NULL CHECK (unit IN ('count', 'cents', 'percent', 'days', 'minutes', 'ratio', 'cents_per_day')),
    formula text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('up', 'down')),
    active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (key, version)
);
SELECT msg.describe('pipeline.kpi_definitions', $$
    Figures, with the version of their formula.
    key: stable key
    version: version of the formula
    label: name on screen, French
    unit: unit of the value
    formula: formula in words, French
    direction: up if more is better, else down
    active: false once it is no longer computed
$$);

INSERT INTO pipeline.kpi_definitions (key, version, label, unit, formula, direction) VALUES
    ('open_deals', 1, 'Affaires ouvertes', 'count', 'Nombre d’affaires ni gagnées ni perdues', 'up'),
    ('weighted_pipeline', 1, 'Pipeline pondéré', 'cents',
        'Somme des montants des affaires ouvertes × probabilité de l’affaire, à défaut celle de son étape', 'up'),
    ('win_rate_90d', 1, 'Taux de réussite sur 90 jours', 'percent',
        'Affaires gagnées ÷ affaires gagnées ou perdues, closes depuis moins de 90 jours', 'up'),
    ('leads_registered', 1, 'Leads entrés', 'count', 'Nombre de leads enregistrés', 'up'),
    ('leads_scored', 1, 'Leads notés', 'count', 'Nombre de leads dont la dernière note n’exclut pas', 'up'),
    ('leads_owned', 1, 'Leads confiés', 'count', 'Nombre de leads non exclus qui ont un propriétaire', 'up'),
    ('leads_pooled', 1, 'Leads au vivier', 'count', 'Nombre de leads non exclus qui attendent au vivier', 'down'),
    ('stuck_share', 1, 'Part d’affaires bloquées', 'percent',
        'Affaires ouvertes au-delà de la limite de leur étape ÷ affaires ouvertes', 'down');

CREATE TABLE pipeline.kpi_results (
    key text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    day date NOT NULL,
    value double precision,
    numerator double precision,
    denominator double precision,
    examples integer NOT NULL CHECK (examples >= 0),
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (department_id, key, day, version),
    CONSTRAINT kpi_results_definition FOREIGN KEY (key, version) REFERENCES pipeline.kpi_definitions
);
SELECT msg.describe('pipeline.kpi_results', $$
    Value of a figure on a day.
    key: figure
    version: version of the formula
    department_id: department
    day: day, Europe/Paris
    value: value; null where the denominator is zero
    numerator: numerator, to add up departments
    denominator: denominator
    examples: rows that it rests on
    computed_at: when it was computed
$$);

CREATE TABLE pipeline.kpi_alerts (
    id uuid PRIMARY KEY,
    key text COLLATE "C" NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    direction text NOT NULL CHECK (direction IN ('above', 'below')),
    threshold double precision NOT NULL,
    set_by text NOT NULL,
    raised_on date,
    raised_value double precision,
    active boolean NOT NULL DEFAULT true,
    CONSTRAINT kpi_alerts_unique UNIQUE (department_id, key, direction)
);
SELECT msg.describe('pipeline.kpi_alerts', $$
    Thresholds on figures, and when each was last crossed.
    id: identity (UUIDv7)
    key: figure
    department_id: department
    direction: above or below
    threshold: threshold, in the figure's unit
    set_by: actor
    raised_on: day on which it was last raised; once a day at most
    raised_value: value then
    active: false once switched off
$$);

CREATE TABLE pipeline.targets (
    department_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    period daterange NOT NULL,
    user_id uuid,
    value double precision NOT NULL,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL DEFAULT now()
);
-- One target per figure, period and colleague or department.
CREATE UNIQUE INDEX targets_unique ON pipeline.targets
    (department_id, key, period, (coalesce(user_id, '00000000-0000-0000-0000-000000000000')));
SELECT msg.describe('pipeline.targets', $$
    Targets of a department or colleague.
    department_id: department
    key: figure
    period: days that the target is for
    user_id: colleague; null is the whole department
    value: target, in the figure's unit
    set_by: actor
    set_at: when it was set
$$);

CREATE TABLE pipeline.reports (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('daily', 'weekly', 'monthly')),
    day date NOT NULL,
    title text NOT NULL,
    lines text[] NOT NULL,
    figures jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT reports_once UNIQUE (department_id, kind, day)
);
SELECT msg.describe('pipeline.reports', $$
    Reports as published; one of a kind per department and day.
    id: identity (UUIDv7)
    department_id: department
    kind: daily, weekly or monthly
    day: day that it closes
    title: title, French
    lines: text, French
    figures: the values that the text is made of
    published_at: when it was published
$$);

SELECT msg.raise_wall(walled) FROM unnest('{pipeline.deal_snapshots,pipeline.lead_snapshots,pipeline.findings,
    pipeline.kpi_results,pipeline.kpi_alerts,pipeline.targets,pipeline.reports}'::regclass[]) AS walled;
