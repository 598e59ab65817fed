-- One current score per lead with the lines that explain it; the database refuses a score whose lines do not sum.

CREATE TABLE scoring.leads (
    lead_id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    siren text,
    company_name text,
    postcode text,
    identified boolean NOT NULL,
    source text NOT NULL,
    motion text NOT NULL,
    has_phone boolean NOT NULL,
    has_email boolean NOT NULL,
    current_owner text,
    version bigint NOT NULL CHECK (version > 0),
    registered_at timestamptz NOT NULL
);
-- Every change of a company or contact asks for the leads that it concerns.
CREATE INDEX leads_company ON scoring.leads (company_id);
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
$$);

-- Also the row that is locked before anything about a company's leads is read or written.
CREATE TABLE scoring.companies (
    company_id uuid PRIMARY KEY,
    root_id uuid NOT NULL,
    siren text,
    facts jsonb,
    turnover jsonb,
    exclusion jsonb,
    sources text[] NOT NULL DEFAULT '{}',
    facts_at timestamptz,
    ceased jsonb,
    ceased_at timestamptz,
    CONSTRAINT companies_ceased_dated CHECK ((ceased IS NULL) = (ceased_at IS NULL))
);
-- A merged company's leads are scored with the facts of the company that it is part of.
CREATE INDEX companies_root ON scoring.companies (root_id);
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
$$);

CREATE TABLE scoring.contacts (
    contact_id uuid PRIMARY KEY,
    company_id uuid,
    department_id text COLLATE "C" NOT NULL DEFAULT '',
    has_phone boolean NOT NULL DEFAULT false,
    has_email boolean NOT NULL DEFAULT false,
    is_personal_number boolean NOT NULL DEFAULT false,
    heard_at timestamptz,
    opposed_at timestamptz,
    opposed_source text,
    erased_at timestamptz
);
CREATE INDEX contacts_company ON scoring.contacts (company_id);
SELECT msg.describe('scoring.contacts', $$
    How a department can reach a company: flags only. Objections and erasures stay, so that a late message revokes none.
    contact_id: contact (intake.contacts.id)
    company_id: company; null while only an objection or an erasure was heard of
    department_id: department; empty while unknown, which concerns every department
    has_phone: a number is known
    has_email: an address is known
    is_personal_number: the number is a sole trader's own mobile
    heard_at: when the flags were announced
    opposed_at: when the person first objected
    opposed_source: who recorded the objection
    erased_at: when the person was erased
$$);

CREATE TABLE scoring.stops (
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    code text NOT NULL CHECK (code IN ('opposed', 'withdrawn')),
    source text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (company_id, department_id, code)
);
SELECT msg.describe('scoring.stops', $$
    Why a company must not be prospected, beyond its facts.
    company_id: company
    department_id: department; empty: every department
    code: opposed (first objection, for good) or withdrawn (last time; a lead registered later stands again)
    source: who recorded the objection, or the reason of the withdrawal
    at: when
$$);

CREATE TABLE scoring.rule_sets (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    definition jsonb NOT NULL,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'retired')),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT rule_sets_name_version_unique UNIQUE (name, version),
    CONSTRAINT rule_sets_published CHECK ((status = 'draft') = (published_at IS NULL))
);
-- One published version of a set at a time.
CREATE UNIQUE INDEX rule_sets_one_published ON scoring.rule_sets (name) WHERE status = 'published';
SELECT msg.describe('scoring.rule_sets', $$
    Versions of the rules; a published one never changes.
    id: identity (UUIDv7)
    name: name of the set
    version: number of the version
    definition: rules and weights
    status: draft, published or retired
    created_by: actor
    created_at: when it was written
    published_at: when it came into force
$$);

CREATE TABLE scoring.scores (
    lead_id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    points integer NOT NULL,
    priority integer NOT NULL,
    band text NOT NULL CHECK (band IN ('A', 'B', 'C', 'D')),
    urgency text NOT NULL CHECK (urgency IN ('critical', 'high', 'normal', 'low')),
    size_class text NOT NULL CHECK (size_class IN ('tpe', 'pme', 'eti', 'ge', 'unknown')),
    turnover_status text NOT NULL,
    latest_cents bigint,
    latest_closing date,
    change_basis_points bigint,
    trend text NOT NULL CHECK (trend IN ('surge', 'growth', 'stable', 'decline', 'fall', 'unknown')),
    rule_set text NOT NULL,
    inputs jsonb NOT NULL,
    exclusion_code text,
    exclusion_text text,
    fingerprint bigint NOT NULL DEFAULT 0,
    inputs_fingerprint bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL CHECK (version > 0),
    computed_at timestamptz NOT NULL,
    CONSTRAINT scores_excluded_has_no_points CHECK (exclusion_code IS NULL OR points = 0)
);
-- The list by score: a department's best first.
CREATE INDEX scores_department ON scoring.scores (department_id, priority DESC, lead_id);
-- A company's scores when its facts change.
CREATE INDEX scores_company ON scoring.scores (company_id);
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
$$);

CREATE TABLE scoring.score_lines (
    lead_id uuid NOT NULL,
    position smallint NOT NULL CHECK (position >= 0),
    department_id text COLLATE "C" NOT NULL,
    rule text NOT NULL,
    points integer NOT NULL,
    input text NOT NULL,
    source text,
    source_date date,
    text text NOT NULL,
    PRIMARY KEY (lead_id, position)
);
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
$$);

-- A score is checked at commit, its lines set-wise at the end of the statement that changes them: the score is written
-- first or in the same statement. A check per line cost more than all else that a batch of scores writes.
CREATE FUNCTION scoring.refuse_lines_sum(lead uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'score lines do not sum to the score of lead %', lead
        USING ERRCODE = 'check_violation', CONSTRAINT = 'scores_lines_sum', SCHEMA = 'scoring', TABLE = 'scores';
END $$;

CREATE FUNCTION scoring.check_score() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM scoring.refuse_lines_sum(s.lead_id) FROM scoring.scores AS s
    WHERE s.lead_id = NEW.lead_id
        AND s.points <> (SELECT coalesce(sum(l.points), 0) FROM scoring.score_lines AS l WHERE l.lead_id = s.lead_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER scores_lines_sum AFTER INSERT OR UPDATE OF points ON scoring.scores
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION scoring.check_score();

CREATE FUNCTION scoring.check_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM scoring.refuse_lines_sum(c.lead_id)
    FROM (SELECT DISTINCT lead_id FROM changed) AS c
    LEFT JOIN scoring.scores AS s ON s.lead_id = c.lead_id
    CROSS JOIN LATERAL (
        SELECT sum(l.points) AS points FROM scoring.score_lines AS l WHERE l.lead_id = c.lead_id) AS t
    WHERE coalesce(t.points, 0) <> coalesce(s.points, 0) OR (s.lead_id IS NULL AND t.points IS NOT NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER score_lines_added AFTER INSERT ON scoring.score_lines
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring.check_lines();
CREATE TRIGGER score_lines_changed AFTER UPDATE ON scoring.score_lines
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring.check_lines();
CREATE TRIGGER score_lines_moved AFTER UPDATE ON scoring.score_lines
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring.check_lines();
CREATE TRIGGER score_lines_removed AFTER DELETE ON scoring.score_lines
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring.check_lines();

CREATE FUNCTION scoring.remove_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM scoring.score_lines WHERE lead_id IN (SELECT lead_id FROM changed);
    RETURN NULL;
END $$;
CREATE TRIGGER scores_removed AFTER DELETE ON scoring.scores
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring.remove_lines();

CREATE TABLE scoring.score_history (
    lead_id uuid NOT NULL,
    version bigint NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    points integer NOT NULL,
    band text NOT NULL,
    urgency text NOT NULL,
    rule_set text NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (lead_id, version)
);
SELECT msg.describe('scoring.score_history', $$
    Earlier scores of a lead, for the chart on its page.
    lead_id: lead
    version: version of the score
    department_id: the lead's department
    points: points then
    band: band then
    urgency: urgency then
    rule_set: rules then
    computed_at: when it was computed
$$);

SELECT msg.raise_wall(walled) FROM unnest('{
    scoring.leads,scoring.contacts,scoring.stops,scoring.scores,scoring.score_lines,scoring.score_history
}'::regclass[]) AS walled;
