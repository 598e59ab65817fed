-- People may hold a model in force, and are told once of what is wrong with what is learnt.
CREATE TABLE scoring.model_holds (
    name text PRIMARY KEY,
    model_id uuid NOT NULL REFERENCES scoring.models (id),
    actor text NOT NULL,
    held_at timestamptz NOT NULL
);
SELECT msg.describe('scoring.model_holds', $$
    Models that people hold in force: while a row stands, trainings keep candidates and put none in force.
    name: what it predicts
    model_id: model that is held
    actor: who did it
    held_at: since when
$$);

CREATE TABLE scoring.model_alarms (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('worse_than_rate', 'miscalibrated', 'drifting', 'refused_repeatedly')),
    began_at timestamptz NOT NULL,
    began_version integer NOT NULL,
    text text NOT NULL,
    english text NOT NULL,
    ended_at timestamptz,
    ended_version integer
);
CREATE UNIQUE INDEX model_alarms_standing ON scoring.model_alarms (name, kind) WHERE ended_at IS NULL;
SELECT msg.describe('scoring.model_alarms', $$
    What was, or is, wrong with what is learnt; announced when it begins and when it ends.
    id: identity (UUIDv7)
    name: what the models predict
    kind: worse_than_rate, miscalibrated, drifting or refused_repeatedly
    began_at: when a training found it
    began_version: version of that model
    text: what was found, in French
    english: the same in English
    ended_at: when a training found it no more; null: it stands
    ended_version: version of that model
$$);

CREATE VIEW scoring.v_model_holds AS SELECT name, model_id, actor, held_at FROM scoring.model_holds;
SELECT msg.describe('scoring.v_model_holds', $$
    Models that people hold in force.
    name: what it predicts
    model_id: model that is held
    actor: who did it
    held_at: since when
$$);

CREATE VIEW scoring.v_model_alarms AS
SELECT id, name, kind, began_at, began_version, text, english, ended_at, ended_version FROM scoring.model_alarms;
SELECT msg.describe('scoring.v_model_alarms', $$
    What was, or is, wrong with what is learnt.
    id: identity (UUIDv7)
    name: what the models predict
    kind: worse_than_rate, miscalibrated, drifting or refused_repeatedly
    began_at: when a training found it
    began_version: version of that model
    text: what was found, in French
    english: the same in English
    ended_at: when a training found it no more; null: it stands
    ended_version: version of that model
$$);

-- Whether a model's weights are kept, so that it can be put in force again.
CREATE OR REPLACE VIEW scoring.v_models AS
SELECT id, name, version, status, parameters, metrics, examples, trained_at, activated_at, body IS NOT NULL AS kept
FROM scoring.models;
SELECT msg.describe('scoring.v_models', $$
    Models learnt from outcomes, without their weights.
    id: identity (UUIDv7)
    name: what it predicts
    version: number of the version
    status: candidate, active, retired or refused
    parameters: hash of the weights, version of the features, mean points under each rule set
    metrics: the model's card
    examples: outcomes that it was trained on
    trained_at: when it was trained
    activated_at: when it came into force
    kept: its weights are there still: it can be put in force again
$$);

SELECT msg.publish_views('scoring');
