-- Whose a lead is by its list is remembered: the colleague may come, or the list be sent, after the lead's first score.

ALTER TABLE assignment.leads ADD COLUMN owner_hint text COLLATE "C";
COMMENT ON COLUMN assignment.leads.owner_hint IS
    'address or name of the colleague who has it by the list, as the newest score says; null where no list does';

-- Who is named by leads that wait; small, since few of them wait for somebody in particular.
CREATE INDEX leads_owner_hint ON assignment.leads (department_id, owner_hint)
    WHERE state IN ('pooled', 'unassignable') AND owner_hint IS NOT NULL;

COMMENT ON COLUMN assignment.daily_load.day IS 'day in the time zone of the business';
