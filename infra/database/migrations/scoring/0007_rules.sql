-- Rules as data: which set is in force, what else a lead's score looks at, and work over the whole base that goes on
-- where it was after a crash.

ALTER TABLE scoring.companies ADD COLUMN proceeding jsonb;
SELECT msg.describe('scoring.companies', $$
    Latest facts of each company as they were announced; older ones never overwrite newer ones.
    company_id: company
    root_id: the company that it was merged into, or itself
    siren: SIREN; null until enrichment has looked
    facts: identity and state; null until enrichment has looked, or after an erasure
    turnover: status, reason and years
    exclusion: why the company must not be prospected, as enrichment saw it
    sources: providers that answered
    facts_at: the facts' own time
    ceased: how the company ended (reason, date, source)
    ceased_at: when the provider said so; newer facts without an exclusion revoke it
    reach_phone: a provider gave a number
    reach_email: a provider gave an address
    reach_personal: the number is a sole trader's own mobile: consumer rules apply
    proceeding: receivership or safeguard that lasts (kind, since, source)
$$);

CREATE TABLE scoring.workforces (
    company_id uuid NOT NULL,
    year integer NOT NULL CHECK (year BETWEEN 1970 AND 2200),
    band text NOT NULL,
    facts_at timestamptz NOT NULL,
    PRIMARY KEY (company_id, year)
);
SELECT msg.describe('scoring.workforces', $$
    Band of employees of each year that was announced, so that a change can be seen.
    company_id: company, as announced
    year: year that INSEE counted
    band: INSEE's code
    facts_at: time of the facts that said so; older ones never overwrite newer ones
$$);

ALTER TABLE scoring.leads ADD COLUMN probability_basis_points integer
    CHECK (probability_basis_points BETWEEN 0 AND 10000);
SELECT msg.describe('scoring.leads', $$
    What scoring has heard of each lead.
    lead_id: lead (intake.leads.id)
    company_id: company, as announced; scoring.companies says which company it is part of now
    department_id: department
    siren: SIREN; null while unidentified
    company_name: name
    postcode: postcode of the list
    identified: false while the company waits for identification
    source: where the lead came from
    motion: new or upsell
    has_phone: a number is known
    has_email: an address is known
    current_owner: owner, as the list said
    version: version of the lead last heard of
    registered_at: when that version was announced
    probability_basis_points: closing probability, 1 % is 100; null while nothing was learnt
$$);

ALTER TABLE scoring.scores ADD COLUMN lifts jsonb;
SELECT msg.describe('scoring.scores', $$
    The current score of each lead.
    lead_id: lead
    company_id: company
    department_id: department
    points: sum of the lines, checked at commit
    priority: sorts the queue, higher first
    band: A, B, C or D
    urgency: critical, high, normal or low
    size_class: tpe, pme, eti, ge or unknown
    turnover_status: status of the turnover that was seen
    latest_cents: latest turnover, cents
    latest_closing: its closing date
    change_basis_points: change against the year before, annualised, 1 % is 100
    trend: surge, growth, stable, decline, fall or unknown
    rule_set: name and version of the rules
    inputs: what the rules saw; today's rules on them give the same again
    exclusion_code: why the lead must not be prospected; then no points
    exclusion_text: the same in French
    fingerprint: hash of what was announced; 0: nothing was
    inputs_fingerprint: hash of the inputs, the day of the scoring apart
    version: grows with every score of the lead
    computed_at: when it was computed
    lifts: the smallest changes that would lift the lead a band, three at most
$$);

ALTER TABLE scoring.score_lines ADD COLUMN english text;
SELECT msg.describe('scoring.score_lines', $$
    Why a score is what it is: one line per rule.
    lead_id: lead
    position: order on screen
    department_id: the lead's department
    rule: stable key of the rule
    points: points of this line, may be negative
    input: value that the rule saw, for people
    source: provider, or import
    source_date: the input's own date
    text: reason in French
    english: reason in English; null for rules without English wording
$$);

CREATE TABLE scoring.rules_in_force (
    version bigint PRIMARY KEY CHECK (version > 0),
    rule_set_id uuid NOT NULL REFERENCES scoring.rule_sets (id),
    label text NOT NULL,
    action text NOT NULL CHECK (action IN ('start', 'publish', 'rollback')),
    actor text NOT NULL,
    at timestamptz NOT NULL
);
SELECT msg.describe('scoring.rules_in_force', $$
    Which rules were in force when; the highest version is.
    version: grows with every publication and every return to earlier rules
    rule_set_id: rule set
    label: name and version of the set, as scores carry it
    action: start, publish or rollback
    actor: who did it
    at: since when
$$);

CREATE TABLE scoring.rescore_jobs (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL DEFAULT '' CHECK (department_id = ''),
    reason text NOT NULL CHECK (reason IN ('rules', 'decay', 'request')),
    reached uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    looked bigint NOT NULL DEFAULT 0,
    changed bigint NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL,
    ended_at timestamptz
);
-- What is to be done, oldest first.
CREATE INDEX rescore_jobs_open ON scoring.rescore_jobs (started_at, id) WHERE ended_at IS NULL;
SELECT msg.describe('scoring.rescore_jobs', $$
    Looks at every lead, company by company; the row is locked by who works on it, and says how far it came.
    id: identity (UUIDv7)
    department_id: empty, every department: its counts are for readers of all alone
    reason: rules, decay or request
    reached: last company looked at
    looked: leads looked at
    changed: leads whose score looks different now, announced
    started_at: when it was asked for
    ended_at: when every company was looked at
$$);

CREATE TABLE scoring.rule_trials (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL DEFAULT '' CHECK (department_id = ''),
    label text NOT NULL,
    definition jsonb NOT NULL,
    actor text NOT NULL,
    reached uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    tally jsonb NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX rule_trials_open ON scoring.rule_trials (started_at, id) WHERE ended_at IS NULL;
SELECT msg.describe('scoring.rule_trials', $$
    Dry runs of rules over the whole base; no score is written.
    id: identity, made by who asked
    department_id: empty, every department: its counts are for readers of all alone
    label: name of the rules that are tried
    definition: the rules
    actor: who asked
    reached: last company looked at
    tally: what would change, so far
    started_at: when it was asked for
    ended_at: when every company was looked at
$$);

SELECT msg.raise_wall(walled) FROM unnest('{scoring.rescore_jobs,scoring.rule_trials}'::regclass[]) AS walled;

CREATE OR REPLACE VIEW scoring.v_scores AS
SELECT lead_id, company_id, department_id, points, priority, band, urgency, size_class, turnover_status, latest_cents,
    latest_closing, change_basis_points, trend, rule_set, inputs, exclusion_code, exclusion_text, version,
    computed_at, lifts
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
    lifts: the smallest changes that would lift the lead a band
$$);

CREATE OR REPLACE VIEW scoring.v_score_lines AS
SELECT lead_id, position, department_id, rule, points, input, source, source_date, text, english
FROM scoring.score_lines;
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
    english: reason in English
$$);

CREATE VIEW scoring.v_rules_in_force AS
SELECT version, rule_set_id, label, action, actor, at FROM scoring.rules_in_force;
SELECT msg.describe('scoring.v_rules_in_force', $$
    Which rules were in force when.
    version: the highest is in force
    rule_set_id: rule set
    label: name and version of the set
    action: start, publish or rollback
    actor: who did it
    at: since when
$$);

CREATE VIEW scoring.v_rescore_jobs AS
SELECT id, reason, looked, changed, started_at, ended_at FROM scoring.rescore_jobs;
SELECT msg.describe('scoring.v_rescore_jobs', $$
    Looks at every lead; seen by readers of every department alone.
    id: job
    reason: rules, decay or request
    looked: leads looked at
    changed: leads whose score looks different now
    started_at: when it was asked for
    ended_at: when it was done
$$);

CREATE VIEW scoring.v_rule_trials AS
SELECT id, label, actor, tally, started_at, ended_at FROM scoring.rule_trials;
SELECT msg.describe('scoring.v_rule_trials', $$
    Dry runs of rules; seen by readers of every department alone.
    id: dry run
    label: rules that are tried
    actor: who asked
    tally: what would change
    started_at: when it was asked for
    ended_at: when it was done
$$);

SELECT msg.publish_views('scoring');
