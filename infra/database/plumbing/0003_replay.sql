-- A message that an operator has run again carries the run's identity, so that whoever handles it can say so there, and
-- a repetition carries the identity of the success that it repeats.
ALTER TABLE {{schema}}.outbox ADD COLUMN replay uuid, ADD COLUMN repeats uuid;
ALTER TABLE {{schema}}.retry ADD COLUMN replay uuid, ADD COLUMN repeats uuid;
ALTER TABLE {{schema}}.journal ADD COLUMN repeats uuid;
COMMENT ON COLUMN {{schema}}.outbox.replay IS 'Run that an operator asked for (msg.replays.id)';
COMMENT ON COLUMN {{schema}}.outbox.repeats IS 'Message whose success this one repeats';
COMMENT ON COLUMN {{schema}}.retry.replay IS 'Run that an operator asked for (msg.replays.id)';
COMMENT ON COLUMN {{schema}}.retry.repeats IS 'Message whose success this one repeats';
COMMENT ON COLUMN {{schema}}.journal.repeats IS 'Message whose success this one repeats';
