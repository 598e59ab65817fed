-- Searches by filters at the State's search, for who has not loaded the Sirene universe: it answers 10,000 results of a
-- question at most, so a selection is divided until each part has fewer. What was reached is written down.

CREATE TABLE enrichment.searches (
    id uuid PRIMARY KEY,
    actor text NOT NULL CHECK (length(actor) <= 200),
    selection jsonb NOT NULL,
    wanted integer NOT NULL CHECK (wanted > 0),
    only_counted boolean NOT NULL,
    per_minute integer NOT NULL CHECK (per_minute > 0),
    state text NOT NULL CHECK (state IN ('running', 'done', 'stopped', 'failed')),
    reason text CHECK (reason IN ('limit', 'too_wide')),
    asked_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT searches_ended CHECK ((state = 'running') = (ended_at IS NULL))
);
CREATE INDEX searches_running ON enrichment.searches (asked_at, id) WHERE state = 'running';
SELECT msg.describe('enrichment.searches', $$
    Searches of companies by filters at recherche-entreprises, kept for a week.
    id: search, chosen by who asked
    actor: who asked
    selection: filters, as JSON
    wanted: companies at most
    only_counted: only how many there are is asked for
    per_minute: calls that the provider took in a minute when it began
    state: running, done, stopped or failed
    reason: limit: it has what was wanted, and there are more; too_wide: it would be divided into too many parts
    asked_at: when it began
    ended_at: when it ended
$$);

CREATE TABLE enrichment.search_slices (
    id uuid PRIMARY KEY,
    search_id uuid NOT NULL REFERENCES enrichment.searches ON DELETE CASCADE,
    slice jsonb NOT NULL,
    name text NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'divided', 'counted', 'read')),
    total integer CHECK (total >= 0),
    capped boolean NOT NULL DEFAULT false,
    pages integer NOT NULL DEFAULT 0,
    shown integer NOT NULL DEFAULT 0,
    calls integer NOT NULL DEFAULT 0,
    due_at timestamptz
);
CREATE INDEX search_slices_search ON enrichment.search_slices (search_id, state, id);
SELECT msg.describe('enrichment.search_slices', $$
    Parts of a search that are asked for by themselves, and how far each is.
    id: part
    search_id: search
    slice: conditions, as JSON
    name: the same for people
    state: waiting, divided (its halves are parts of their own), counted or read
    total: how many the provider says there are
    capped: more than the provider shows, and it cannot be divided further
    pages: pages that were read
    shown: results on them
    calls: calls about it
    due_at: in a replica's hands, or left alone, until then
$$);

CREATE TABLE enrichment.search_units (
    search_id uuid NOT NULL REFERENCES enrichment.searches ON DELETE CASCADE,
    siren text COLLATE "C" NOT NULL CHECK (siren ~ '^[0-9]{9}$'),
    PRIMARY KEY (search_id, siren)
);
SELECT msg.describe('enrichment.search_units', $$
    Companies that a search found and that may be prospected, each once.
    search_id: search
    siren: SIREN
$$);

CREATE VIEW enrichment.v_searches AS
SELECT s.id, s.actor, s.wanted, s.only_counted, s.per_minute, s.state, s.reason, s.asked_at, s.ended_at,
    f.slices, f.waiting, f.companies, f.calls, f.calls_left,
    (SELECT count(*) FROM enrichment.search_units AS u WHERE u.search_id = s.id) AS units
FROM enrichment.searches AS s
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE p.state <> 'divided') AS slices, count(*) FILTER (WHERE p.state = 'waiting') AS waiting,
        coalesce(sum(p.total) FILTER (WHERE p.state <> 'divided'), 0)::bigint AS companies,
        coalesce(sum(p.calls), 0)::bigint AS calls,
        coalesce(sum(greatest(0, (p.total + 24) / 25 - p.pages)) FILTER (WHERE p.state IN ('waiting', 'counted')), 0)::bigint
            AS calls_left
    FROM enrichment.search_slices AS p WHERE p.search_id = s.id
) AS f;
SELECT msg.describe('enrichment.v_searches', $$
    Searches of companies by filters, and how far they are.
    id: search
    actor: who asked
    wanted: companies at most
    only_counted: only how many there are is asked for
    per_minute: calls that the provider takes in a minute
    state: running, done, stopped or failed
    reason: limit or too_wide
    asked_at: when it began
    ended_at: when it ended
    slices: parts that are asked for
    waiting: those that are not counted or read yet
    companies: how many the provider says there are; one with branches in several parts is in each
    calls: calls so far
    calls_left: calls until everything that was counted is read
    units: companies found that may be prospected
$$);

CREATE VIEW enrichment.v_search_gaps AS
SELECT search_id, name, total, shown, capped FROM enrichment.search_slices
WHERE capped AND state <> 'divided' OR state = 'read' AND shown < total;
SELECT msg.describe('enrichment.v_search_gaps', $$
    Parts of searches of which the provider did not show everything.
    search_id: search
    name: the part
    total: how many the provider says there are
    shown: how many it showed
    capped: there are more than it shows, and the part cannot be divided further
$$);

CREATE VIEW enrichment.v_search_units AS
SELECT search_id, siren FROM enrichment.search_units;
SELECT msg.describe('enrichment.v_search_units', $$
    Companies that a search found and that may be prospected.
    search_id: search
    siren: SIREN
$$);

SELECT msg.publish_views('enrichment');
