-- Whom to call today also depends on what a colleague has planned with an open deal.

ALTER TABLE scoring.deals ADD COLUMN next_step_on date;
COMMENT ON COLUMN scoring.deals.next_step_on IS 'day of its next step; null: none is planned';

-- What was planned before. A new installation has no deals yet, and no schema of sales at this step.
DO $$
BEGIN
    IF to_regclass('sales.pipeline_opportunities') IS NOT NULL THEN
        UPDATE scoring.deals AS d SET next_step_on = o.next_step_on
        FROM sales.pipeline_opportunities AS o WHERE o.id = d.deal_id AND d.state = 'open';
    END IF;
END $$;
