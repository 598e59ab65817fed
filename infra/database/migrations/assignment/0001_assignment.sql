-- Who takes a lead, by when and why: each lead stands in one state, and each decision keeps its candidates and inputs
-- so that it can be explained and run again.

CREATE TABLE assignment.capacities (
    user_id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    per_day integer NOT NULL CHECK (per_day >= 0),
    role text NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX capacities_department ON assignment.capacities (department_id) WHERE active;
SELECT msg.describe('assignment.capacities', $$
    Colleagues who may take leads, from user.changed.
    user_id: colleague (people.users.id)
    department_id: home department
    per_day: new leads a working day
    role: role
    active: false once gone
    version: version of the colleague last heard of
    changed_at: when it was heard of
$$);

CREATE TABLE assignment.territories (
    user_id uuid NOT NULL REFERENCES assignment.capacities ON DELETE CASCADE,
    departement text COLLATE "C" NOT NULL CHECK (departement ~ '^[0-9][0-9AB][0-9]?$'),
    department_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, departement)
);
SELECT msg.describe('assignment.territories', $$
    Where a colleague works; a colleague without a row works everywhere.
    user_id: colleague
    departement: official code of the département
    department_id: the colleague's department
$$);

CREATE TABLE assignment.skills (
    user_id uuid NOT NULL REFERENCES assignment.capacities ON DELETE CASCADE,
    section text COLLATE "C" NOT NULL CHECK (section ~ '^[A-U]$'),
    department_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, section)
);
SELECT msg.describe('assignment.skills', $$
    Trades that a colleague knows; a colleague without a row takes all.
    user_id: colleague
    section: NAF section letter
    department_id: the colleague's department
$$);

CREATE TABLE assignment.leads (
    lead_id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    state text NOT NULL CHECK (state IN ('owned', 'pooled', 'excluded', 'unassignable')),
    owner_id uuid,
    decision_id uuid,
    points integer NOT NULL,
    priority integer NOT NULL,
    urgency text NOT NULL CHECK (urgency IN ('critical', 'high', 'normal', 'low')),
    departement text,
    section text,
    size_class text,
    card jsonb NOT NULL,
    exclusion_code text,
    exclusion_text text,
    exclusion_by text CHECK (exclusion_by IN ('score', 'stop')),
    due_at timestamptz,
    since timestamptz NOT NULL,
    score_version bigint NOT NULL,
    scored_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL CHECK (version > 0),
    CONSTRAINT leads_owned_has_owner CHECK ((state = 'owned') = (owner_id IS NOT NULL)),
    CONSTRAINT leads_excluded_has_reason CHECK ((state = 'excluded') = (exclusion_code IS NOT NULL))
);
-- A colleague's queue, best first.
CREATE INDEX leads_owner ON assignment.leads (owner_id, priority DESC, lead_id) WHERE state = 'owned';
-- The list of a department by state, best first; draws from the pool walk the same order.
CREATE INDEX leads_department_state ON assignment.leads (department_id, state, priority DESC, lead_id);
-- The pool of the whole house, walked to draw from it; and who waits for a colleague.
CREATE INDEX leads_waiting ON assignment.leads (department_id, priority DESC, lead_id)
    WHERE state IN ('pooled', 'unassignable');
-- A company that ceased or merged.
CREATE INDEX leads_company ON assignment.leads (company_id);
SELECT msg.describe('assignment.leads', $$
    Where each lead stands; exactly one row and one state per lead.
    lead_id: lead
    company_id: company
    department_id: department
    state: owned, pooled, excluded or unassignable
    owner_id: colleague who has it
    decision_id: decision that led here
    points: points of the score
    priority: sorts the queue, higher first
    urgency: critical, high, normal or low
    departement: official code, for territories
    section: NAF section letter, for skills
    size_class: tpe, pme, eti, ge or unknown
    card: what a notification about the lead shows
    exclusion_code: why it is excluded
    exclusion_text: the same in French
    exclusion_by: score or stop: who said so
    due_at: first contact expected by
    since: since when in this state
    score_version: version of the score that was seen
    scored_at: when that score was announced; an older stop yields to it
    version: grows with every change
$$);

CREATE TABLE assignment.stops (
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    code text NOT NULL CHECK (code IN ('opposed', 'ceased', 'liquidation', 'struck_off', 'withdrawn')),
    text text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (company_id, department_id, code)
);
SELECT msg.describe('assignment.stops', $$
    Why a company may not be handed out, heard before or beside its scores.
    company_id: company
    department_id: department concerned; empty is every one
    code: opposed holds for good; the others until a newer score says nothing of the kind
    text: the same in French
    at: when it was announced
$$);

CREATE TABLE assignment.touches (
    lead_id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL
);
SELECT msg.describe('assignment.touches', $$
    Last contact of a colleague with each lead, also when it is heard of before the lead's hand-out.
    lead_id: lead
    department_id: department
    at: when
$$);

CREATE TABLE assignment.decisions (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN
        ('assigned', 'kept', 'reassigned', 'pooled', 'drawn', 'unassignable', 'excluded', 'by_hand')),
    chosen uuid,
    candidates jsonb NOT NULL,
    reasons text[] NOT NULL,
    inputs jsonb NOT NULL,
    decided_at timestamptz NOT NULL,
    CONSTRAINT decisions_reasons CHECK (cardinality(reasons) > 0)
);
-- The history of a lead, newest first.
CREATE INDEX decisions_lead ON assignment.decisions (lead_id, decided_at DESC);
SELECT msg.describe('assignment.decisions', $$
    Every hand-out with all candidates and why each was taken or left.
    id: identity (UUIDv7)
    lead_id: lead
    department_id: department
    kind: assigned, kept, reassigned, pooled, drawn from the pool, unassignable, excluded or by_hand
    chosen: colleague chosen
    candidates: every colleague considered, with the reason
    reasons: reasons in French, best first
    inputs: all that was decided on; the same again gives the same
    decided_at: when
$$);

CREATE TABLE assignment.daily_load (
    user_id uuid NOT NULL,
    day date NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    assigned integer NOT NULL DEFAULT 0 CHECK (assigned >= 0),
    last_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, day)
);
SELECT msg.describe('assignment.daily_load', $$
    New leads that each colleague was given on a day; locked while handing out.
    user_id: colleague
    day: day, Europe/Paris
    department_id: the colleague's department
    assigned: leads given
    last_at: when the last of them was given
$$);

CREATE TABLE assignment.sla_clocks (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    owner_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('first_touch')),
    started_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    step integer NOT NULL DEFAULT 0 CHECK (step >= 0),
    ended_at timestamptz,
    result text CHECK (result IN ('met', 'breached', 'closed')),
    CONSTRAINT sla_clocks_ended CHECK ((ended_at IS NULL) = (result IS NULL))
);
-- One running clock of a kind per lead.
CREATE UNIQUE INDEX sla_clocks_running_unique ON assignment.sla_clocks (lead_id, kind) WHERE ended_at IS NULL;
-- What has run out.
CREATE INDEX sla_clocks_due ON assignment.sla_clocks (due_at) WHERE ended_at IS NULL;
SELECT msg.describe('assignment.sla_clocks', $$
    Deadlines of first contact, in working time.
    id: identity (UUIDv7)
    lead_id: lead
    department_id: department
    owner_id: colleague whose clock it is
    kind: first_touch
    started_at: start
    due_at: deadline
    step: escalations so far
    ended_at: when it stopped
    result: met, breached or closed
$$);

SELECT msg.raise_wall(walled) FROM unnest('{assignment.capacities,assignment.territories,assignment.skills,
    assignment.leads,assignment.stops,assignment.touches,assignment.decisions,assignment.daily_load,
    assignment.sla_clocks}'::regclass[]) AS walled;
