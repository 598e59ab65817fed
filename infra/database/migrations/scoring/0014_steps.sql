-- Whom to call today also depends on what a colleague has planned with an open deal.

ALTER TABLE scoring.deals ADD COLUMN next_step_on date;
COMMENT ON COLUMN scoring.deals.next_step_on IS
    'day of its next step; null: none is planned, or nobody has said since this is kept';
