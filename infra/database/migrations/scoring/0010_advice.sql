-- What to do next with each lead; when a department's calls are answered; and what its playbooks changed.

ALTER TABLE scoring.activities ADD COLUMN playbook text, ADD COLUMN next_step_on date;
COMMENT ON COLUMN scoring.activities.playbook IS 'script or template that was followed, as the colleague named it';
COMMENT ON COLUMN scoring.activities.next_step_on IS 'day on which the colleague planned to go on';
-- Only departments that use playbooks are compared.
CREATE INDEX activities_playbook ON scoring.activities (department_id) WHERE playbook IS NOT NULL;

ALTER TABLE scoring.leads ADD COLUMN next_step_on date;
COMMENT ON COLUMN scoring.leads.next_step_on IS 'day of the next step that the list named';

CREATE TABLE scoring.advice (
    lead_id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    action text NOT NULL CHECK (action IN ('call', 'email', 'find_number', 'wait', 'drop')),
    reason text NOT NULL,
    until date,
    hours text CHECK (hours IN ('office', 'consumer')),
    french text NOT NULL,
    english text NOT NULL,
    fingerprint bigint NOT NULL,
    since timestamptz NOT NULL,
    CONSTRAINT advice_hours CHECK ((hours IS NOT NULL) = (action = 'call'))
);
SELECT msg.describe('scoring.advice', $$
    What to do next with each lead; written when it changes.
    lead_id: lead
    department_id: department
    action: call, email, find_number, wait or drop
    reason: stable key of the reason
    until: nothing is to be done before this day; null: not to wait, or without an end
    hours: which hours a call keeps to: office, or consumer where only a personal mobile is known
    french: reason in French
    english: reason in English
    fingerprint: hash of all that
    since: when it was written
$$);

CREATE TABLE scoring.call_hours (
    department_id text COLLATE "C" NOT NULL,
    weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
    tried bigint NOT NULL CHECK (tried > 0),
    reached bigint NOT NULL CHECK (reached BETWEEN 0 AND tried),
    PRIMARY KEY (department_id, weekday, hour)
);
SELECT msg.describe('scoring.call_hours', $$
    Calls of the last year by weekday and hour, counted again from the activities themselves: what came late, twice or was erased since is right at the next count.
    department_id: department
    weekday: 1 is Monday
    hour: hour of the business's clock
    tried: calls made
    reached: calls that somebody answered
$$);

CREATE TABLE scoring.call_windows (
    department_id text COLLATE "C" NOT NULL,
    hours text NOT NULL CHECK (hours IN ('office', 'consumer')),
    verdict text NOT NULL CHECK (verdict IN ('best', 'no_difference', 'not_enough')),
    all_tried bigint NOT NULL,
    all_reached bigint NOT NULL,
    weekday smallint CHECK (weekday BETWEEN 1 AND 7),
    from_hour smallint,
    to_hour smallint,
    tried bigint,
    reached bigint,
    low_basis_points integer,
    high_basis_points integer,
    PRIMARY KEY (department_id, hours),
    CONSTRAINT call_windows_best CHECK ((verdict = 'best')
        = (num_nulls(from_hour, to_hour, tried, reached, low_basis_points, high_basis_points) = 0))
);
SELECT msg.describe('scoring.call_windows', $$
    When a department's calls are answered best, as far as its own calls say.
    department_id: department
    hours: office or consumer: among which hours was looked
    verdict: best, no_difference (no hour is clearly better) or not_enough (too few calls)
    all_tried: calls in all these hours
    all_reached: those that somebody answered
    weekday: 1 is Monday; null: every working day
    from_hour: begin
    to_hour: end
    tried: calls in this stretch
    reached: those that somebody answered
    low_basis_points: lower end of the interval that holds four of five, 1 % is 100
    high_basis_points: upper end
$$);

CREATE TABLE scoring.playbooks (
    department_id text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('call', 'email')),
    key text NOT NULL,
    name text NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('better', 'worse', 'no_difference', 'not_enough')),
    is_best boolean NOT NULL,
    with_contacts bigint NOT NULL,
    with_good bigint NOT NULL,
    without_contacts bigint NOT NULL,
    without_good bigint NOT NULL,
    uplift_basis_points integer,
    low_basis_points integer,
    high_basis_points integer,
    PRIMARY KEY (department_id, kind, key),
    CONSTRAINT playbooks_measured CHECK ((verdict = 'not_enough')
        = (num_nulls(uplift_basis_points, low_basis_points, high_basis_points) = 3))
);
CREATE UNIQUE INDEX playbooks_best ON scoring.playbooks (department_id, kind) WHERE is_best;
SELECT msg.describe('scoring.playbooks', $$
    What contacts made with a playbook came to, beside comparable ones without it: observed, not tried by lot.
    department_id: department
    kind: call or email
    key: name in small letters
    name: name as it is written most
    verdict: better, worse, no_difference or not_enough
    is_best: the one that is advised
    with_contacts: contacts made with it
    with_good: those after which the prospect came to us, met us or a deal began, within thirty days
    without_contacts: comparable contacts without it
    without_good: those with such an end
    uplift_basis_points: difference of the shares, 1 % is 100
    low_basis_points: lower end of the interval that holds 95 % for all playbooks together
    high_basis_points: upper end
$$);

SELECT msg.raise_wall(walled) FROM unnest(
    '{scoring.advice,scoring.call_hours,scoring.call_windows,scoring.playbooks}'::regclass[]) AS walled;

CREATE VIEW scoring.v_advice AS
SELECT a.lead_id, a.department_id, a.action, a.reason, a.until, a.french, a.english, a.since, a.hours,
    CASE WHEN a.action = 'call' THEN coalesce(w.verdict, 'not_enough') END AS hour_verdict, w.weekday, w.from_hour,
    w.to_hour, w.tried, w.reached, w.low_basis_points, w.high_basis_points, w.all_tried, w.all_reached,
    CASE WHEN a.action IN ('call', 'email') THEN
        coalesce(p.verdict, CASE WHEN EXISTS (
            SELECT FROM scoring.playbooks AS q
            WHERE q.department_id = a.department_id AND q.kind = a.action AND q.verdict <> 'not_enough')
        THEN 'no_difference' ELSE 'not_enough' END)
    END AS playbook_verdict, p.name AS playbook, p.with_contacts AS playbook_contacts, p.with_good AS playbook_good,
    p.without_contacts AS other_contacts, p.without_good AS other_good, p.uplift_basis_points,
    p.low_basis_points AS uplift_low_basis_points, p.high_basis_points AS uplift_high_basis_points
FROM scoring.advice AS a
LEFT JOIN scoring.call_windows AS w ON w.department_id = a.department_id AND w.hours = a.hours
LEFT JOIN scoring.playbooks AS p ON p.department_id = a.department_id AND p.kind = a.action AND p.is_best;
SELECT msg.describe('scoring.v_advice', $$
    What to do next with leads of the reader's departments, when a call is answered best there, and by which playbook.
    lead_id: lead
    department_id: department
    action: call, email, find_number, wait or drop
    reason: stable key of the reason
    until: nothing is to be done before this day
    french: reason in French
    english: reason in English
    since: when it was written
    hours: which hours a call keeps to: office or consumer
    hour_verdict: best, no_difference or not_enough; null where no call is advised
    weekday: of the best stretch, 1 is Monday; null: every working day
    from_hour: begin of the best stretch
    to_hour: end
    tried: calls in it
    reached: those that somebody answered
    low_basis_points: lower end of the interval that holds four of five
    high_basis_points: upper end
    all_tried: the department's calls in all these hours
    all_reached: those that somebody answered
    playbook_verdict: better, no_difference or not_enough; null where nothing is to be said or written
    playbook: the playbook that is advised
    playbook_contacts: contacts made with it
    playbook_good: those with a good end
    other_contacts: comparable ones without it
    other_good: those with a good end
    uplift_basis_points: difference of the shares
    uplift_low_basis_points: lower end of the interval
    uplift_high_basis_points: upper end
$$);

CREATE VIEW scoring.v_call_hours AS
SELECT department_id, weekday, hour, tried, reached FROM scoring.call_hours;
SELECT msg.describe('scoring.v_call_hours', $$
    Calls of the last year of the reader's departments.
    department_id: department
    weekday: 1 is Monday
    hour: hour of the business's clock
    tried: calls made
    reached: calls that somebody answered
$$);

CREATE VIEW scoring.v_playbooks AS
SELECT department_id, kind, name, verdict, is_best, with_contacts, with_good, without_contacts, without_good,
    uplift_basis_points, low_basis_points, high_basis_points
FROM scoring.playbooks;
SELECT msg.describe('scoring.v_playbooks', $$
    What contacts by playbook came to, in the reader's departments: observed, not tried by lot.
    department_id: department
    kind: call or email
    name: playbook
    verdict: better, worse, no_difference or not_enough
    is_best: the one that is advised
    with_contacts: contacts made with it
    with_good: those with a good end within thirty days
    without_contacts: comparable contacts without it
    without_good: those with a good end
    uplift_basis_points: difference of the shares
    low_basis_points: lower end of the interval that holds 95 % for all playbooks together
    high_basis_points: upper end
$$);

SELECT msg.publish_views('scoring');
