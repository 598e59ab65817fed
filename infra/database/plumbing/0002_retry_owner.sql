-- A message that is being run again belongs to the instance that runs it: when that ends without a word, another one
-- takes over with the next sweep instead of waiting for the end of the lease.
ALTER TABLE {{schema}}.retry ADD COLUMN taken_by uuid;
COMMENT ON COLUMN {{schema}}.retry.taken_by IS 'Instance that runs it now; null: nobody';
CREATE INDEX retry_taken_idx ON {{schema}}.retry (taken_by) WHERE taken_by IS NOT NULL;
