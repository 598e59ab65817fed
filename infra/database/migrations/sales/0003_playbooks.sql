-- Which script or template a colleague followed, so that what playbooks change can be measured.

ALTER TABLE sales.lead_activities ADD COLUMN playbook text CHECK (length(playbook) BETWEEN 1 AND 80);
COMMENT ON COLUMN sales.lead_activities.playbook IS 'script or template that was followed; names nobody';
