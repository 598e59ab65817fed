-- What the console and the operator read of the sales pipeline's health.

CREATE VIEW pipeline.v_findings AS
SELECT f.id, f.deal_id, d.lead_id, d.company_id, f.department_id, d.owner_id, d.title, d.amount_cents, f.kind, f.stage,
    f.stage_since, f.measured, f.threshold, f.suggestion, f.found_at, f.snoozed_until
FROM pipeline.findings AS f JOIN pipeline.deal_snapshots AS d USING (deal_id)
WHERE f.resolved_at IS NULL;
SELECT msg.describe('pipeline.v_findings', $$
    What is wrong now with deals of the reader's departments.
    id: finding
    deal_id: deal
    lead_id: lead
    company_id: company
    department_id: department
    owner_id: colleague
    title: title
    amount_cents: amount, cents
    kind: what is wrong
    stage: stage
    stage_since: since when in the stage
    measured: value found
    threshold: threshold used
    suggestion: what to do
    found_at: when it was found
    snoozed_until: hidden until this day
$$);

CREATE VIEW pipeline.v_kpi_results AS
SELECT r.key, r.version, d.label, d.unit, d.formula, d.direction, r.department_id, r.day, r.value, r.numerator,
    r.denominator, r.examples, r.computed_at
FROM pipeline.kpi_results AS r JOIN pipeline.kpi_definitions AS d USING (key, version);
SELECT msg.describe('pipeline.v_kpi_results', $$
    Figures of the reader's departments.
    key: figure
    version: version of the formula
    label: name on screen
    unit: unit of the value
    formula: formula in words
    direction: up if more is better
    department_id: department
    day: day
    value: value
    numerator: numerator
    denominator: denominator
    examples: rows that it rests on
    computed_at: when it was computed
$$);

CREATE VIEW pipeline.v_kpi_alerts AS
SELECT id, key, department_id, direction, threshold, raised_on, raised_value, active FROM pipeline.kpi_alerts;
SELECT msg.describe('pipeline.v_kpi_alerts', $$
    Thresholds of the reader's departments.
    id: alert
    key: figure
    department_id: department
    direction: above or below
    threshold: threshold
    raised_on: day on which it was last raised
    raised_value: value then
    active: false once switched off
$$);

CREATE VIEW pipeline.v_targets AS
SELECT department_id, key, period, user_id, value, set_at FROM pipeline.targets;
SELECT msg.describe('pipeline.v_targets', $$
    Targets of the reader's departments.
    department_id: department
    key: figure
    period: days that the target is for
    user_id: colleague; null is the whole department
    value: target
    set_at: when it was set
$$);

CREATE VIEW pipeline.v_reports AS
SELECT id, department_id, kind, day, title, lines, figures, published_at FROM pipeline.reports;
SELECT msg.describe('pipeline.v_reports', $$
    Reports of the reader's departments.
    id: report
    department_id: department
    kind: daily, weekly or monthly
    day: day that it closes
    title: title
    lines: text
    figures: values that the text is made of
    published_at: when it was published
$$);

SELECT msg.publish_views('pipeline');
-- Limits and probabilities of stages are set in sales.
GRANT USAGE ON SCHEMA sales TO filon_pipeline_monitor;
GRANT SELECT ON sales.v_lead_stages TO filon_pipeline_monitor;
