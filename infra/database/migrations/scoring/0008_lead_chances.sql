-- How far the model in force has judged all leads.
ALTER TABLE scoring.learning ADD COLUMN walk_model uuid, ADD COLUMN walk_reached uuid, ADD COLUMN walk_began_at timestamptz;
SELECT msg.describe('scoring.learning', $$
    How far outcomes were learnt from, and how far leads were judged by what was learnt; one row.
    one: always true
    outcomes_version: grows whenever an outcome comes, changes or goes
    trained_version: the one that was read last
    trained_until: when the newest outcome of the model in force ended
    features: version of what the learner sees of a lead
    walk_model: model that all leads are, or were last, judged by
    walk_reached: last lead that it judged; null: all
    walk_began_at: when it began
$$);
