-- Every score keeps what its rules saw, not the current one alone: today's rules on them show what a change would have
-- made of a day that has passed.
ALTER TABLE scoring.score_history ADD COLUMN inputs jsonb, ADD COLUMN exclusion_code text;
SELECT msg.describe('scoring.score_history', $$
    Scores of a lead, the current one included, for the chart on its page and for trying out rules.
    lead_id: lead
    version: version of the score
    department_id: the lead's department
    points: points then
    band: band then
    urgency: urgency then
    rule_set: rules then
    computed_at: when it was computed
    inputs: what the rules saw; null for scores from before it was kept
    exclusion_code: why the lead must not be prospected; then no points
$$);
-- A day's decisions, in a fixed order.
CREATE INDEX score_history_computed ON scoring.score_history (computed_at, lead_id, version);
