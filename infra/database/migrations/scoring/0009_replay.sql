-- Leads are judged by what was learnt whenever they are looked at, so that the walk of its own ends; and a score names what it
-- was made of and at what, so that it can be made again.

ALTER TABLE scoring.learning DROP COLUMN walk_model, DROP COLUMN walk_reached, DROP COLUMN walk_began_at,
    ADD COLUMN leads_model uuid, ADD COLUMN leads_since timestamptz;
SELECT msg.describe('scoring.learning', $$
    How far outcomes were learnt from, and the model that leads are judged by; one row.
    one: always true
    outcomes_version: grows whenever an outcome comes, changes or goes
    trained_version: the one that was read last
    trained_until: when the newest outcome of the model in force ended
    features: version of what the learner sees of a lead
    leads_model: model that leads are judged by; null: too few outcomes are known
    leads_since: since when
$$);

ALTER TABLE scoring.models ADD COLUMN judged_leads_at timestamptz;
SELECT msg.describe('scoring.models', $$
    Models learnt from outcomes.
    id: identity (UUIDv7)
    name: what it predicts
    version: number of the version
    status: candidate, active, retired or refused
    parameters: hash of the weights, version of the features, mean points under each rule set
    metrics: the model's card: window, outcomes, quality on later data, reliability, contest with the one before
    examples: outcomes that it was trained on
    trained_at: when it was trained
    activated_at: when it came into force
    body: the weights, as scoring reads and writes them; null for models of long ago
    judged_leads_at: since when leads were judged by it; null: never
$$);

ALTER TABLE scoring.leads DROP COLUMN probability_basis_points;
SELECT msg.describe('scoring.leads', $$
    What scoring has heard of each lead.
    lead_id: lead (intake.leads.id)
    company_id: company, as announced; scoring.companies says which company it is part of now
    department_id: department
    siren: SIREN; null while unidentified
    company_name: name
    postcode: postcode of the list
    identified: false while the company waits for identification
    source: where the lead came from
    motion: new or upsell
    has_phone: a number is known
    has_email: an address is known
    current_owner: owner, as the list said
    version: version of the lead last heard of
    registered_at: when that version was announced
$$);

ALTER TABLE scoring.rescore_jobs DROP CONSTRAINT rescore_jobs_reason_check,
    ADD CONSTRAINT rescore_jobs_reason_check CHECK (reason IN ('rules', 'decay', 'request', 'model'));
SELECT msg.describe('scoring.rescore_jobs', $$
    Looks at every lead, company by company; the row is locked by who works on it, and says how far it came.
    id: identity (UUIDv7)
    department_id: empty, every department: its counts are for readers of all alone
    reason: rules, decay, request or model
    reached: last company looked at
    looked: leads looked at
    changed: leads whose score looks different now, announced
    started_at: when it was asked for
    ended_at: when every company was looked at
$$);

ALTER TABLE scoring.score_history ADD COLUMN model_id uuid, ADD COLUMN causes uuid[], ADD COLUMN digest bigint;
SELECT msg.describe('scoring.score_history', $$
    Scores of a lead, the current one included, for the chart on its page and for making them again.
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
    model_id: model that said its closing probability; null: none did
    causes: messages at which it was computed, or the look at every lead; null from before it was kept
    digest: hash of the score with each word of its lines
$$);

CREATE OR REPLACE VIEW scoring.v_score_history AS
SELECT h.lead_id, h.version, h.department_id, h.points, h.band, h.urgency, h.rule_set, h.computed_at, h.exclusion_code,
    h.model_id, h.causes
FROM scoring.score_history AS h;
SELECT msg.describe('scoring.v_score_history', $$
    Earlier scores of leads of the reader's departments.
    lead_id: lead
    version: version of the score
    department_id: department
    points: points then
    band: band then
    urgency: urgency then
    rule_set: rules then
    computed_at: when it was computed
    exclusion_code: why the lead must not be prospected
    model_id: model that said its closing probability
    causes: messages at which it was computed, or the look at every lead
$$);

SELECT msg.publish_views('scoring');
