-- What the console and the operator read of owners, decisions and clocks.

CREATE VIEW assignment.v_leads AS
SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency, departement,
    section, size_class, exclusion_code, exclusion_text, due_at, since, score_version, version
FROM assignment.leads;
SELECT msg.describe('assignment.v_leads', $$
    Where each lead of the reader's departments stands.
    lead_id: lead
    company_id: company
    department_id: department
    state: owned, pooled, excluded or unassignable
    owner_id: colleague who has it
    decision_id: decision that led here
    points: points of the score
    priority: sorts the queue, higher first
    urgency: critical, high, normal or low
    departement: official code of the département
    section: NAF section letter
    size_class: tpe, pme, eti, ge or unknown
    exclusion_code: why it is excluded
    exclusion_text: the same in French
    due_at: first contact expected by
    since: since when in this state
    score_version: version of the score that was seen
    version: grows with every change
$$);

-- The list of leads, best first. The order stands in the view because a barrier hides the reader's own ORDER BY from
-- the index: with it, a page of 50 is read and nothing else.
CREATE VIEW assignment.v_queue AS
SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency, departement,
    section, size_class, due_at, since, version
FROM assignment.leads ORDER BY priority DESC, lead_id;
SELECT msg.describe('assignment.v_queue', $$
    Leads of the reader's departments, best first; for pages: LIMIT in the same SELECT, and no ORDER BY beside this one.
    lead_id: lead
    company_id: company
    department_id: department
    state: owned, pooled, excluded or unassignable
    owner_id: colleague who has it
    decision_id: decision that led here
    points: points of the score
    priority: higher first
    urgency: critical, high, normal or low
    departement: official code of the département
    section: NAF section letter
    size_class: tpe, pme, eti, ge or unknown
    due_at: first contact expected by
    since: since when in this state
    version: grows with every change
$$);

CREATE VIEW assignment.v_decisions AS
SELECT id, lead_id, department_id, kind, chosen, candidates, reasons, inputs, decided_at FROM assignment.decisions;
SELECT msg.describe('assignment.v_decisions', $$
    Decisions about leads of the reader's departments.
    id: decision
    lead_id: lead
    department_id: department
    kind: what was decided
    chosen: colleague chosen
    candidates: every colleague considered, with the reason
    reasons: reasons in French
    inputs: all that was decided on
    decided_at: when
$$);

CREATE VIEW assignment.v_daily_load AS
SELECT user_id, day, department_id, assigned FROM assignment.daily_load;
SELECT msg.describe('assignment.v_daily_load', $$
    New leads per colleague and day.
    user_id: colleague
    day: day
    department_id: department
    assigned: leads given
$$);

CREATE VIEW assignment.v_sla_clocks AS
SELECT id, lead_id, department_id, owner_id, kind, started_at, due_at, step, ended_at, result
FROM assignment.sla_clocks;
SELECT msg.describe('assignment.v_sla_clocks', $$
    Deadlines of first contact.
    id: clock
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

SELECT msg.publish_views('assignment');
