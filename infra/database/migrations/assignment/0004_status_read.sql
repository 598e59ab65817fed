-- No lead is handed out on a status that was read long ago: it waits in the pool until the register was read again.

ALTER TABLE assignment.leads
    ADD COLUMN status_read_at timestamptz,
    ADD COLUMN held_since timestamptz,
    ADD COLUMN asked_at timestamptz;
COMMENT ON COLUMN assignment.leads.status_read_at IS
    'when a register was last read about the company, as the newest score says; null: it does not say';
COMMENT ON COLUMN assignment.leads.held_since IS
    'since when it is kept from being handed out until the register was read again; null: it is not';
COMMENT ON COLUMN assignment.leads.asked_at IS 'when that reading was last asked for; null once the answer came';

-- How many readings are asked for; small, since most leads are handed out soon after their company was looked up.
CREATE INDEX leads_asked ON assignment.leads (department_id, asked_at) WHERE asked_at IS NOT NULL;

CREATE OR REPLACE VIEW assignment.v_leads AS
SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency, departement,
    section, size_class, exclusion_code, exclusion_text, due_at, since, score_version, version, status_read_at,
    held_since
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
    status_read_at: when a register was last read about the company
    held_since: since when it waits for the register to be read again
$$);

SELECT msg.publish_views('assignment');
