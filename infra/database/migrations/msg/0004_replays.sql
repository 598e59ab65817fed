-- Messages that are run again: the request, its frozen set, and what came of each. Nothing was ever written to the first
-- form of these tables, which knew neither where a message is kept nor how far a run has come.
DROP TABLE msg.replay_messages;
DROP TABLE msg.replays;

CREATE TABLE msg.replays (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('retry', 'repeat', 'dry_run_current', 'dry_run_recorded')),
    service text,
    selection text NOT NULL,
    parameters jsonb,
    messages integer NOT NULL CHECK (messages >= 0),
    set_hash text NOT NULL,
    rate_per_second double precision CHECK (rate_per_second > 0),
    ramp_seconds double precision CHECK (ramp_seconds >= 0),
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'stopped', 'cancelled')),
    ended_at timestamptz,
    note text
);
SELECT msg.describe('msg.replays', $$
    One request to run messages again.
    id: identity (UUIDv7)
    kind: retry keeps the identity of failures, repeat makes new messages, dry runs change nothing
    service: service whose handlers run; null: each dead letter's own
    selection: what was selected, as the operator asked
    parameters: what a decision is made with instead of what is in force, e.g. a rule set
    messages: size of the frozen set
    set_hash: SHA-256 over the identities of the set, in order
    rate_per_second: messages per second at most; null is unlimited
    ramp_seconds: time in which the rate grows from a tenth to the whole
    requested_by: actor
    requested_at: when it was asked
    state: running (also when its tool went away: it can be resumed), finished, stopped by too many failures, cancelled
    ended_at: when it ended
    note: why it ended
$$);

CREATE TABLE msg.replay_messages (
    replay_id uuid NOT NULL REFERENCES msg.replays ON DELETE CASCADE,
    position integer NOT NULL,
    message_id uuid NOT NULL,
    original_id uuid NOT NULL,
    letter_id uuid,
    service text NOT NULL,
    type text NOT NULL,
    subject text,
    schema text,
    occurred_at timestamptz,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'done', 'failed', 'skipped')),
    starts integer NOT NULL DEFAULT 0,
    error text,
    outcome_then jsonb,
    outcome_now jsonb,
    PRIMARY KEY (replay_id, position),
    UNIQUE (replay_id, message_id)
);
SELECT msg.describe('msg.replay_messages', $$
    The frozen set of a replay with what came out then and now.
    replay_id: the replay
    position: order in the set, from 1
    message_id: identity under which the message runs; of a recorded decision, what it was about
    original_id: message whose content runs; the same but for a repetition
    letter_id: dead letter that is retried
    service: service that handles it
    type: message type; of a recorded decision, its name
    subject: what it is about
    schema: journal that keeps it; null for a dead letter
    occurred_at: when it was announced, which finds its partition
    state: waiting, sent, done, failed or skipped
    starts: times a dry run of it began; more than one means that a process did not survive it
    error: why it failed or was skipped, without payload
    outcome_then: outcome recorded at the time, for dry runs
    outcome_now: outcome of this run, for dry runs
$$);
GRANT SELECT, INSERT, UPDATE, DELETE ON msg.replays, msg.replay_messages TO filon_operator;

ALTER TABLE msg.dead_letter
    ADD COLUMN original_body bytea, ADD COLUMN edited_by text, ADD COLUMN edited_at timestamptz, ADD COLUMN replay uuid;
COMMENT ON COLUMN msg.dead_letter.body IS 'body as received or edited; may hold personal data';
COMMENT ON COLUMN msg.dead_letter.original_body IS 'body as received, where it was edited';
COMMENT ON COLUMN msg.dead_letter.edited_by IS 'actor of the latest edit';
COMMENT ON COLUMN msg.dead_letter.edited_at IS 'when it was edited';
COMMENT ON COLUMN msg.dead_letter.replay IS 'the run that retries it, or did';

-- Services say what became of messages through these functions and can say nothing else.
CREATE FUNCTION msg.replay_handled(runs uuid[], message_ids uuid[], service text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, msg, pg_temp
BEGIN ATOMIC
    UPDATE msg.replay_messages AS m SET state = 'done', error = NULL
    FROM unnest(replay_handled.runs, replay_handled.message_ids) AS h (run, message_id)
    WHERE m.replay_id = h.run AND m.message_id = h.message_id AND m.state <> 'done';
    UPDATE msg.dead_letter AS l SET state = 'resolved'
    FROM unnest(replay_handled.runs, replay_handled.message_ids) AS h (run, message_id)
    WHERE l.message_id = h.message_id AND l.service = replay_handled.service AND l.replay = h.run
        AND l.state = 'replaying'
        -- Nobody resolves another's letters.
        AND pg_has_role(session_user, 'filon_' || replace(replay_handled.service, '-', '_'), 'MEMBER');
END;
COMMENT ON FUNCTION msg.replay_handled IS 'A service handled messages of a run; their dead letters are resolved';

CREATE FUNCTION msg.replay_failed(runs uuid[], message_ids uuid[], errors text[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, msg, pg_temp
BEGIN ATOMIC
    UPDATE msg.replay_messages AS m SET state = 'failed', error = left(f.error, 600)
    FROM unnest(replay_failed.runs, replay_failed.message_ids, replay_failed.errors) AS f (run, message_id, error)
    WHERE m.replay_id = f.run AND m.message_id = f.message_id AND m.state <> 'done';
END;
COMMENT ON FUNCTION msg.replay_failed IS 'Messages of a run became dead letters again';

CREATE FUNCTION msg.rehearsal_begins(run uuid, message_id uuid)
RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, msg, pg_temp
BEGIN ATOMIC
    UPDATE msg.replay_messages AS m SET starts = m.starts + 1
    WHERE m.replay_id = rehearsal_begins.run AND m.message_id = rehearsal_begins.message_id
    RETURNING m.starts;
END;
COMMENT ON FUNCTION msg.rehearsal_begins IS 'A message that came back is run alone behind this mark; how often that began';

CREATE FUNCTION msg.rehearsed(run uuid, message_ids uuid[], outcomes jsonb[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, msg, pg_temp
BEGIN ATOMIC
    UPDATE msg.replay_messages AS m SET state = 'done', outcome_now = o.outcome
    FROM unnest(rehearsed.message_ids, rehearsed.outcomes) AS o (message_id, outcome), msg.replays AS r
    WHERE r.id = rehearsed.run AND r.kind = 'dry_run_current' AND m.replay_id = r.id AND m.message_id = o.message_id;
END;
COMMENT ON FUNCTION msg.rehearsed IS 'What would come of messages today';

-- Decisions are read in the order of their identities, so that a run that was cut off begins again and ends the same.
CREATE FUNCTION msg.decided_again(
    run uuid, service text, name text, ids uuid[], subjects text[], thens jsonb[], nows jsonb[]
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, msg, pg_temp
BEGIN ATOMIC
    INSERT INTO msg.replay_messages AS m (replay_id, position, message_id, original_id, service, type, subject, state,
        outcome_then, outcome_now)
    SELECT r.id, d.place + coalesce((SELECT max(k.position) FROM msg.replay_messages AS k WHERE k.replay_id = r.id), 0),
        d.id, d.id, decided_again.service, decided_again.name, d.subject, 'done', d.outcome_then, d.outcome_now
    FROM msg.replays AS r, unnest(decided_again.ids, decided_again.subjects, decided_again.thens, decided_again.nows)
        WITH ORDINALITY AS d (id, subject, outcome_then, outcome_now, place)
    WHERE r.id = decided_again.run AND r.kind = 'dry_run_recorded' AND r.state = 'running'
    ON CONFLICT (replay_id, message_id) DO UPDATE SET outcome_now = excluded.outcome_now;
END;
COMMENT ON FUNCTION msg.decided_again IS 'What would be decided today on the inputs recorded then';

CREATE FUNCTION msg.rehearsal_ends(run uuid, failure text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, msg, pg_temp
BEGIN ATOMIC
    UPDATE msg.replays AS r
    SET state = CASE WHEN rehearsal_ends.failure IS NULL THEN 'finished' ELSE 'stopped' END, ended_at = now(),
        note = rehearsal_ends.failure,
        messages = (SELECT count(*) FROM msg.replay_messages AS m WHERE m.replay_id = r.id)
    WHERE r.id = rehearsal_ends.run AND r.kind = 'dry_run_recorded' AND r.state = 'running';
END;
COMMENT ON FUNCTION msg.rehearsal_ends IS 'A service has made all recorded decisions of a run again, or cannot';

DO $$
DECLARE
    name text;
BEGIN
    REVOKE EXECUTE ON FUNCTION msg.replay_handled, msg.replay_failed, msg.rehearsal_begins, msg.rehearsed,
        msg.decided_again, msg.rehearsal_ends FROM PUBLIC;
    FOR name IN SELECT DISTINCT role FROM msg.schema_roles ORDER BY role LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION msg.replay_handled, msg.replay_failed, msg.rehearsal_begins, '
            'msg.rehearsed, msg.decided_again, msg.rehearsal_ends TO %I', name);
    END LOOP;
END $$;
